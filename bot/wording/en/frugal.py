SENTENCES: dict[str, str] = {
    # Several rows in one question
    "list.head": "Mục {first} to {last} · Câu {place}–{until}/{total}",
    "list.how": "Please answer in one message, each row by its code and its figures, for example: {example}; còn lại không (the rest: none). If there was none of these, type “không”; without figures yet, “bỏ qua” (skip).",
    "list.yes_no": "có/không (yes/no)",
    "list.last_year": " – last year: {figures}",
    "list.again": "Your last message was not stored: this question has several rows, please write the code before each figure, for example 1.1: 2 lớp 60 người.",
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
    "summary.brief_open": "Not answered: {codes} (if there was none, type “còn lại không”)",
    "warn.open_brief": "Questions without figures: {count}.",
    "review.send_brief": "Type “nộp” (send) to send it as it is, “tiếp” (next) to add to it, or correct it like this: sửa 1.6 thành 5 lớp 150 người.",
    "total.in_passing": "Mục {code} ({title}): the rows add up to {sum}. If there were others, type the total with its code, for example: {code}: {more}.",
    # The web page instead of the chat
    "kind.words_and_photos": "Here the program can read only words and photos.",
    "web.offer": "Excel or Word files and long tables can be sent on your own page (works once, for 2 days): {link}",
    "web.none": "Please send Excel and Word files to your coordinator.",
    # Settings
    "config.zalo_webhook": "Zalo: mode = \"webhook\" needs zalo.webhook_url and a zalo.webhook_secret of 8–256 characters; set them in config.toml, or go back to mode = \"polling\".",
    "doctor.zalo": "Zalo: {name} ({users}/{most} people)",
    "doctor.zalo_bad": "Zalo: bot {bot} does not work ({reason}); check zalo.token and the network",
    "doctor.zalo_webhook": "Zalo webhook: {url}",
    "doctor.zalo_webhook_bad": "Zalo webhook: webhook_url must begin with https:// (it is {url})",
    "doctor.zalo_no_web": "Zalo: web.public_url is not set, so no links to the web page can be sent (files, long tables, a used-up quota)",
}
