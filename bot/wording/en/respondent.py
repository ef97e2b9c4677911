SENTENCES: dict[str, str] = {
    # Words that people type, the words on buttons and the marks of a question ("Mục 1.1",
    # "Câu 12/34", "Mã biên nhận") are the same in both languages.
    # Joining
    "join.head": "Unit: {unit}",
    "join.head_coordinator": "Campaign: {campaign}",
    "join.notice": (
        "You are invited as {role} for “{campaign}”.\n\n"
        "About personal data: this automatic program keeps only your display name, the id of this "
        "conversation, your role and the content of the unit's report, in order to add up the "
        "reports and to remind of the deadline. You may see or correct them or ask for their "
        "removal at any time by typing “dữ liệu của tôi” (my data). "
        "Please send no classified documents.\n\n"
        "If the unit is right and you agree, type “Đồng ý” (I agree) or press the button below."
    ),
    "join.agree_first": "Please type “Đồng ý” (I agree) or press the button to begin. If the unit is wrong, please tell your coordinator.",
    "join.need_code": "You do not belong to a unit yet. Please send the invite code that your coordinator gave you (such as LIENKET ABCDE12345), or open the invitation link.",
    "join.unknown": "This invite code is not right. Please check every character, or ask your coordinator for a new code.",
    "join.used": "This invite code has been used. Please ask your coordinator for a new code.",
    "join.expired": "This invite code has expired. Please ask your coordinator for a new code.",
    "join.void": "This invite code was replaced by a newer one. Please use the latest code, or ask your coordinator for another.",
    "join.locked": "Too many wrong codes came from this conversation. Please try again in 15 minutes.",
    "role.reporter": "reporter",
    "role.approver": "approver",
    "role.viewer": "viewer",
    "role.coordinator": "coordinator",
    "role.not_yours": "Your role in the chosen unit does not include this.",
    "welcome.coordinator": "You are now coordinator of “{campaign}”. Type “tiến độ” (progress) for the board, “trợ giúp” (help) for the commands.",
    "welcome.approver": "You now approve the report of {unit}. When the unit sends it, you will get word to look at it.",
    "welcome.viewer": "You may now see the report of {unit}. Type “xem” (view) to see the figures.",
    "desk.entering": "Đang nhập cho: {unit}\nCampaign: {campaign}",
    "desk.how": "The form has {total} questions. Answer with figures as you would write them any day; each answer is stored at once, and you may stop at any time. Type “trợ giúp” (help) for the commands.",
    "desk.which": "You work for several units. Please choose one:\n{names}",
    "desk.several": "Your last message was not stored, because no unit is chosen.",
    "desk.switched": "Chosen: {unit}.",
    "form.none": "This campaign has no form yet. You will be told as soon as there is one; nothing needs to be entered now.",
    "campaign.closed": "The campaign “{campaign}” is closed. If figures must be corrected, please ask your coordinator.",
    # Asking
    "ask.head": "Mục {code} · Câu {place}/{total}",
    "ask.example": "Example: {example}",
    "ask.last_year": "Last year: {figures}",
    "ask.stored": "Stored so far: {figures}",
    "ask.returned": "Please look again: {reason}",
    "gate.head": "Mục {code} – {title}",
    "gate.text": "{question}\nRows: {rows}.\nType “có” (yes) to enter them one by one, “không” (no) if nothing was held in this section.",
    "gate.again": "Only “có” (yes) or “không” (no) is needed here. To enter one row now, type its code, for example: 1.1.",
    "gate.closed": "Stored: không tổ chức (none held) for section {codes} ({count} rows).",
    "overview.head": "In which sections did your unit have activities in this period?",
    "overview.text": (
        "{sections}\n"
        "Press the sections with activities, then “Xong” (done), or type them like this: mục 1, 2 và 5. "
        "Type “tiếp” (next) to be asked section by section. "
        "The whole report may come in one message, for example: 1.1: 2 lớp 60 người; 5.1: 1 cuộc; còn lại không."
    ),
    "overview.line": "{code}. {title}",
    "overview.tap": "Mục {code}",
    "overview.mark": "✓",
    "overview.rest": "Store “không tổ chức” (none held) for the {count} rows of the other sections ({sections})?",
    "overview.again": "Please choose the sections with activities (for example: mục 1, 2 và 5), or type “không” (none), or “tiếp” (next) to be asked one by one.",
    "total.head": "Mục {code}",
    "total.text": "{title}: the rows entered add up to {sum}. Were there any others? If so, type the total (more than {sum}); if not, type “không” (no).",
    "total.again": "Please type the total ({sum} or more), or “không” (no).",
    "total.too_small": "The total {stated} is less than the sum of the rows entered ({sum}). Please type the total again, or “không” (no).",
    # Many rows in one message
    "batch.head": "Read {count} rows",
    "batch.stored": "Stored {count} rows:",
    "batch.doubts": "These parts cannot be stored yet:",
    "batch.correct": "If a row is wrong, type it again, for example: 1.6: 5 lớp 150 người.",
    "batch.section_nil": "Mục {code}. {title}: không tổ chức (none held)",
    "batch.rows_nil": "{codes}: không tổ chức (none held)",
    "batch.before": " (stored so far: {figures})",
    "batch.check": " – unusually large, please check it",
    "batch.lost": "Not understood: “{text}”",
    "batch.nothing": "No figures could be read in this message, so nothing was stored.",
    "batch.total_differs": "{code}: the total stated is {figures}, but its rows add up to {count} classes or events, {people} people; please look again.",
    "batch.waiting": "Your last message: not understood. The rows above still wait for your confirmation.",
    # Storing and correcting
    "echo.stored": "Stored {line}.",
    "echo.note": " (note: {note})",
    "echo.before": " (before: {figures})",
    "echo.note_gone": "; the earlier note “{note}” was dropped (to keep it, type “ghi chú {code}” and the note)",
    "echo.undo": " If wrong, type “hoàn tác” (undo).",
    "collect.more": "Stored {line}\nSend more if there is more; then type “xong” (done).",
    "note.ask": "Please send the note for row {code} ({name}); then type “xong” (done).",
    "note.no_answer": "Row {code} has no answer yet, so no note can be added.",
    "correct.propose": "Correct it to {line}?",
    "confirm.type_yes": 'Type "đúng" (yes) to store. Gõ "đúng" để ghi',
    "confirm.dropped": "Nothing was stored. Please answer again.",
    "confirm.nothing": "Nothing waits for a confirmation.",
    "confirm.range": "{line}: this figure is unusually large, please check it.",
    "confirm.tenfold": "{line}: this differs much from last year ({last}), please check it.",
    "skip.done": "Row {code} stays open.",
    "jump.unknown": "The form has no row {code}.",
    "back.first": "This is the first question already.",
    "edit.how": "Please type “sửa” (correct) with the row's code and the new figures, for example: sửa 1.6 thành 5 lớp 150 người.",
    "edit.unknown": "It is not clear which row to correct. Please type it like this: sửa 1.6 thành 5 lớp 150 người.",
    "edited.unknown": "You changed an earlier message, but no figures belong to it, so nothing was stored. To correct figures, please type like this: sửa 1.6 thành 5 lớp 150 người.",
    "undo.done": "Undone: {codes}.",
    "undo.done_many": "Undone, {count} rows: {codes} …",
    "undo.nothing": "There is nothing to undo.",
    "undo.changed": "These figures were changed since, so this cannot be undone; please type “sửa” (correct) with the row's code and the new figures.",
    "said.not_stored": "Your last message was not stored anywhere.",
    "pause.done": "Paused. The figures of {unit} are kept; type “tiếp” (next) to go on.",
    "pause.not_stored": "You had paused, so your last message was not stored. Please answer the question below.",
    "kind.unsupported": "The program can read only text, photos and files.",
    # Photos and files
    "photo.ask": "Please send your photos, several at a time if you like, with captions. To attach a photo to a row, begin its caption with the row's code, for example: 5.4 Thi kể chuyện. Photos so far: {has}{least}. When all are sent, type “xong” (done).",
    "photo.least": ", at least {least} needed",
    "photo.kept": "Photo {place} received",
    "photo.kept_row": "Photo {place} received for row {code}",
    "photo.caption": " – {caption}",
    "photo.more": ". When all are sent, type “xong” (done).",
    "photo.go_on": ". A photo does not replace figures; please go on with the question.",
    "file.broken": "The file is damaged and was not taken; please send it again.",
    "file.unsupported": "Files of this kind are not taken yet; please send photos as JPG or PNG.",
    "file.too_large": "The file is too large (at most 20 MB) and was not taken.",
    "file.heic": "HEIC photos are not taken yet; please send JPG or PNG.",
    "file.not_read": "This file was not read; please enter the figures as messages.",
    "file.report_kept": "Report file “{name}” received.",
    # Review and sending
    "summary.section": "\nMục {code}. {title}",
    "summary.all_open": "({count} rows not answered)",
    "summary.all_nil": "không tổ chức (none held, {count} rows)",
    "summary.total": "{line} (total as stated by the unit)",
    "summary.open": "{code}: (not answered) – {name}",
    "summary.pending": "{code}: (no figures yet) – {name}",
    "review.head": "Report of {unit}",
    "review.foot": "Answered: {answered}/{total} questions; photos: {photos}.",
    "review.photos_missing": "At least {least} photos are needed: type “ảnh” (photos) to send them.",
    "review.send": "If this is right, type “nộp” (send). To correct a row, type like this: sửa 1.6 thành 5 lớp 150 người.",
    "review.send_again": "This corrects a report that was sent. If it is right, type “nộp” to send the new version.",
    "review.hint": "Type “nộp” to send, “tiếp” to answer what is open, or “sửa <code> …” to correct a row.",
    "review.empty": "The report has no figures yet, so it cannot be sent.",
    "warn.open": "Questions without figures: {count}",
    "warn.odd": "Please look again:",
    "warn.photos": "Photos: at least {least} are needed, {has} received.",
    "warn.report_file": "The unit's own report (.docx or .pdf) is missing.",
    "warn.all_nil": "The report has no activities. Sending it means that the unit confirms that nothing was held in this period, in any section.",
    "warn.send": "Type “nộp” once more to send it as it is, or “tiếp” to complete it.",
    "receipt.head": "Report sent",
    "receipt.text": (
        "Mã biên nhận: {code}\n"
        "Unit: {unit}\n"
        "Campaign: {campaign}\n"
        "Version: {version}\n"
        "Time: {time} ({label})\n"
        "Questions answered: {answered}/{total}; photos: {photos}.\n"
        "Thank you. To correct a row, type like this: sửa 1.6 thành 5 lớp 150 người, then “nộp”."
    ),
    "receipt.on_time": "on time",
    "receipt.late": "late by {days} days",
    "sent.status": "The report of {unit} has been sent (version {version}, receipt code {receipt}). To correct a row, type like this: sửa 1.6 thành 5 lớp 150 người.",
    "sent.correcting": "The report that was sent still counts. When the correction is ready, type “nộp” to send it (version {version}).",
    "sent.awaiting": "The report waits for your unit's approver.",
    "sent.to_approver": "The report of {unit} went to the approver; it counts as sent once it is approved.",
    "document.form": "The form with the figures of your unit so far. You can fill it in offline and send it back here:",
    "document.failed": "(The attached file could not be made; type “biểu mẫu” (form) to try again.)",
    "document.form_name": "{campaign}-{code}.xlsx",
    "my_data.text": "Personal data kept: your display name “{name}”, the id of this conversation and your roles:\n{seats}\nTo have them corrected or removed, please write to your coordinator.",
    "help.reporter": (
        "Commands: “tiếp” (next), “lùi” (back), “bỏ qua” (leave open), “xem” (summary), "
        "“sửa 1.6 thành 5 lớp 150 người” (correct), “1.6” or “mục 6” (go to that row), “ghi chú 1.6 …” (note), "
        "“hoàn tác” (undo), “ảnh” (photos), “biểu mẫu” (get the filled form), “nộp” (send), "
        "“tạm dừng” (pause), “đổi đơn vị” (another unit), “dữ liệu của tôi” (my data). "
        "Answer “không” if nothing was held, “không thuộc diện” if the row does not apply to your unit, "
        "“chưa có số liệu” if you have no figures yet."
    ),
    # Approving
    "approve.nothing": "No report of {unit} waits for approval.",
    "approve.help": "Type “xem” to see the report, “duyệt” to approve it, or “trả lại” with a reason to return it.",
    "approve.reason": "Please give a reason, for example: trả lại mục 1.6 chưa khớp.",
    "approve.returned": "The report went back to the reporter.",
    "approve.look": "You may see this report but enter no figures.",
    # Buttons: where a channel has none, these words are typed
    "button.agree": "Đồng ý",
    "button.none": "Không tổ chức",
    "button.yes_here": "Có",
    "button.nothing": "Không có",
    "button.view": "Xem lại",
    "button.skip": "Bỏ qua",
    "button.keep": "Giữ nguyên",
    "button.chosen": "Xong",
    "button.one_by_one": "Hỏi lần lượt",
    "button.back": "Lùi",
    "button.done": "Xong",
    "button.yes": "Đúng",
    "button.no": "Sai",
    "button.gate_yes": "Có",
    "button.gate_no": "Không tổ chức",
    "button.no_more": "Không",
    "button.send": "Nộp báo cáo",
    "button.send_anyway": "Nộp báo cáo",
    "button.go_on": "Tiếp",
    "button.approve": "Duyệt",
    "button.old": "This button belongs to an earlier question and no longer works.",
    # What should be looked at again
    "finding.people_without_classes": "{code}: {people} people but no class or event.",
    "finding.classes_without_people": "{code}: {count} classes or events but no people.",
    "finding.fewer_people_than_classes": "{code}: fewer people ({people}) than classes or events ({count}), perhaps the two are swapped.",
    "finding.above_own_maximum": "{code}: {count} entered, while a single unit usually has at most {most}.",
    "finding.counterpart_missing": "{code} has activities but {other} has none; the two usually go together.",
    "finding.money_out_of_range": "{code}: the amount of {amount} đồng is unusual, please check it.",
    "finding.stated_total_below_children": "{code}: the total stated ({stated}) is less than the sum of its rows ({sum}).",
}
