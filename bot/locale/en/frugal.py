SENTENCES: dict[str, str] = {
    # Several rows in one question
    "list.head": "Mục {first} to {last} · Câu {place}–{until}/{total}",
    "list.how": "Please answer in one message, each row by its code and its figures, for example: {example}; “còn lại không” (the rest: none). If there was none of these, type “không”; without figures yet, “bỏ qua” (skip).",
    "list.yes_no": "“có” or “không”",
    "list.last_year": " – last year: {figures}",
    "list.again": "Your last message was not stored: this question has several rows, please write the code before each figure, for example 1.6: 5 lớp 150 người.",
    "photo.then_send": ". When all photos are here, type “nộp” (send).",
    "batch.stored_below": "Stored {count} rows, see below.",
    "overview.words": (
        "{sections}\n"
        "You can send the whole report in one message, for example: 1.1: 2 lớp 60 người; 5.1: 1 cuộc; còn lại không (the rest: none). "
        "Or type the sections with activities, for example: mục 1, 2 và 5; type “tiếp” to be asked one by one."
    ),
    "summary.brief_nil": "None held: {codes}",
    "summary.brief_sections": "sections {codes}",
    "summary.brief_rows": "rows {codes}",
    "summary.brief_other": "Does not apply: {codes}",
    "summary.brief_pending": "No figures yet: {codes}",
    "summary.brief_open": "Not answered: {codes} (if there was none, answer “còn lại không”)",
    "warn.open_brief": "Questions without figures: {count}.",
    "review.send_brief": "Type “nộp” (send) to send it as it is, “tiếp” (next) to add to it, or correct it like this: sửa 1.6 thành 5 lớp 150 người.",
    "total.in_passing": "Mục {code} ({title}): the rows add up to {sum}. If there were others, type the total with its code, for example: {code}: {more}.",
    # The web page instead of the chat
    "kind.words_and_photos": "Here the program can read only words and photos.",
    "web.offer": "Excel or Word files and long tables can be sent on your own page (works once, for 2 days): {link}",
    "web.here": "Your own page (works once, for 2 days): {link}",
    "web.not_here": "There is no web page that your device can open; please go on here.",
    "visit.ask": "This is the page of {name}. If that is you, type “Đồng ý” (I agree) to go on here.",
    "visit.done": "This is your own page now. Type “trợ giúp” to see the commands.",
    "visit.over": "This link was used or has run out. Type “trang web” (web page) in the chat app for a new one.",
    "visit.other_person": "This browser is in use by {name}. Please open the link in another browser or a private window.",
    "document.link": "File {name} (can be opened for 2 days): {link}",
    "document.not_here": "This chat cannot carry files; please ask your coordinator for it.",
    # The channel's plan
    "quota.line": "Zalo, bot {bot}: {used}/{most} messages this month, {users}/{people} people.",
    "quota.at_80": "Zalo: bot {bot} has used {used}/{most} messages of this month. From 95% on the program only answers and sends receipts and last-day reminders.",
    "quota.at_95": "Zalo: bot {bot} has used {used}/{most} messages of this month. From now on there are only answers, receipts and last-day reminders; units are shown the web page.",
    "quota.at_100": "Zalo: bot {bot} has used up the {most} messages of this month. Units go on in the web page: give out links with “mời” (invite).",
    "quota.soon": "This channel has nearly used up its messages of the month. You can go on in your own page (works once, for 2 days): {link}",
    "quota.moved": "Your last message has arrived, but this channel has used up its messages of the month. Please see the outcome and go on in your own page (works once, for 2 days): {link}",
    "doctor.zalo_quota": "Zalo quota: {units} units × {each} messages = {need}/{most}",
    "doctor.zalo_quota_short": "Zalo quota: {units} units × {each} messages = {need}/{most}, not enough; add a bot to zalo.tokens, or let some units use the web page",
    "doctor.zalo_people_short": "People on Zalo: {units} units, the bots take {people} people only; add a bot to zalo.tokens, or let some units use the web page",
    # When the program was interrupted
    "gap.notice": "From {since} to {until} the program received nothing in this channel: messages sent in that time may be lost. {last} Please send again what is missing, or type “tiếp” (next).",
    "gap.last": "Stored last for {unit}: {line} (at {at}).",
    "gap.nothing": "Nothing is stored for {unit} yet.",
    "web.none": "Please send Excel and Word files to your coordinator.",
    # Settings
    "config.zalo_webhook": "Zalo: zalo.mode = webhook needs zalo.webhook_url and a zalo.webhook_secret of 8–256 characters; set them in config.toml, or go back to polling.",
    "doctor.zalo": "Zalo: {name}, bot {bot} ({users}/{most} people)",
    "doctor.zalo_bad": "Zalo: bot {bot} does not work ({reason}); check zalo.token and the network",
    "doctor.zalo_webhook": "Zalo webhook: {url}",
    "doctor.zalo_webhook_bad": "Zalo webhook: webhook_url must begin with https:// (it is {url})",
    "doctor.zalo_no_web": "Zalo: web.public_url is not set, so no links to the web page can be sent (files, long tables, a used-up quota)",
}
