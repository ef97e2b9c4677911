SENTENCES: dict[str, str] = {
    "coordinator.help": (
        "Commands of the coordinator: “tiến độ” (board in a message); “bảng” (board on the web); “hình” (picture of progress for a group); "
        "“nhắc” (remind); “xuất” (Excel), “xuất word”, “xuất ảnh” (photos), “xuất công văn” (the letter to late units); “bản tổng hợp” (totals made so far); "
        "“trả lời <unit>: <words>” (answer a unit); “nhận <unit>” (accept); “trả lại <unit> <reason>” (return); "
        "“gia hạn <unit> <date> <reason>” (extend); “mời <unit>” (invite); "
        "“trang web” (this chat on the web); “bàn giao” (hand over); “dữ liệu của tôi” (my data)."
    ),
    # States
    "state.not_started": "Not sent",
    "state.in_progress": "In progress {answered}/{total}",
    "state.awaiting_approval": "Waiting for approval",
    "state.submitted": "Sent",
    "state.accepted": "Accepted",
    "state.returned": "Returned",
    "board.sent": "Sent: {sent}/{all} units.",
    "board.not_started": "Not sent",
    "board.in_progress": "In progress",
    "board.returned": "Returned",
    "board.awaiting_approval": "Waiting for approval",
    "board.submitted": "Sent",
    "board.accepted": "Accepted",
    "board.late": "late by {days} days",
    "board.form_changed": "form changed, must answer again",
    "board.draft": "being changed",
    "board.nobody": "Not sent, nobody has joined",
    "board.unreached": "not reached",
    # Acts
    "act.type_yes": 'Type "đúng" (yes) to do it, "sai" (no) to leave it.',
    "act.dropped": "Nothing was done.",
    "act.which": "Several units fit, please choose:\n{names}",
    "act.finished": "The report “{campaign}” is finished, so nothing is reminded or extended any more. If needed, please ask the administrator to take it up again.",
    "board.finished": "The campaign is finished; nobody is reminded any more.",
    "board.closed": "The campaign is closed.",
    "act.closed": "The campaign “{campaign}” is closed, so this cannot be done. If it is needed, please ask the administrator to open the campaign again.",
    "act.changed": "The report of {unit} has just changed (now version {version}, {state}); nothing was done.",
    "act.changed_unsent": "The report of {unit} has just changed (now: {state}); nothing was done.",
    "act.not_sent": "{unit} is in the state “{state}”, so this cannot be done yet.",
    "act.accept.how": "Please give the unit's exact name or code, for example: nhận Xã Bum Nưa.",
    "act.accept.confirm": "Accept the report of {unit} ({state})?",
    "act.accept.done": "The report of {unit} is accepted.",
    "act.send_back.how": "Please give the unit's name or code and a reason, for example: trả lại Xã Bum Nưa 1.6 chưa khớp số người.",
    "act.send_back.confirm": "Return the report of {unit} ({state}) for this reason: {rest}?",
    "act.send_back.done": "The report of {unit} is returned; the unit has been told.",
    "act.send_back.alone": "The report of {unit} is returned; nobody has joined for the unit, so nobody was told. Type “mời {unit}” to make an invite code.",
    "act.extend.how": "Please give the unit, the date and a reason, for example: gia hạn Xã Bum Nưa 16/10/2026 mất điện nhiều ngày.",
    "act.extend.past": "{day} has passed. Please choose a day after today.",
    "act.extend.not_later": "{day} is not later than the campaign’s deadline ({last}), so it is no extension. Please choose a later day.",
    "act.extend.confirm": "Extend the deadline of {unit} to the end of {day}, reason: {rest}?",
    "act.extend.done": "The deadline of {unit} is extended to the end of {day}.",
    "act.invite.how": "Please give the unit's exact name or code, for example: mời Xã Bum Nưa.",
    "act.invite.confirm": "Make a new invite code for {unit}? Unused older codes will no longer work.",
    "act.invite.done": "Invite code of {unit}: {code} (for one use, until the end of {day}). Please pass the code or the link to the unit’s reporter.\n{links}",
    "act.remind.how": (
        "It is not clear which unit to remind. Please give the unit's name, a colon and then your words, for example: nhắc Xã Bum Nưa, Xã Thu Lũm: nộp trước 17 giờ. "
        "For every unit that has not sent: nhắc tất cả: nộp trước 17 giờ."
    ),
    "remind.nobody": "No unit needs to be reminded.",
    "remind.preview": "To be reminded, {count} units: {names}.",
    "remind.absent": "Nobody has joined, so these cannot be reminded: {names}. Type “mời” with the name of a unit to make an invite code.",
    "remind.words": "With your words: {words}",
    "remind.when": "It will go out from {at} on.",
    "remind.sample": "For example, to {unit}:\n{text}",
    "remind.done": "Reminders for {count} units are on their way. Nobody gets more than one reminder a day.",
    "export.ready": "File {name}:",
    # To the unit
    "unit.accepted": "The report of {unit} for “{campaign}” has been accepted. Thank you.",
    "unit.returned": "The report of {unit} was returned: {reason}\nPlease type “tiếp” to correct it, then “nộp” to send it.",
    "unit.extended": "{unit} may send its report until the end of {day} ({reason}).",
    "approve.asked": "{unit} has a report that waits for your approval. Type “xem” to see it, “duyệt” to approve it, or “trả lại” with a reason to return it.",
    "approve.denied": "The approver of {unit} returned the report: {reason}\nPlease type “tiếp” to correct it, then “nộp” to send it.",
    "button.remind": "Nhắc",
    "button.export": "Xuất Excel",
}
