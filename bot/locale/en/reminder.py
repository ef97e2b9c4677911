SENTENCES: dict[str, str] = {
    # Deadlines
    "deadline.weekday.0": "Monday",
    "deadline.weekday.1": "Tuesday",
    "deadline.weekday.2": "Wednesday",
    "deadline.weekday.3": "Thursday",
    "deadline.weekday.4": "Friday",
    "deadline.weekday.5": "Saturday",
    "deadline.weekday.6": "Sunday",
    "deadline.day": "{weekday} {day}",
    "deadline.until_day": "the end of {day}",
    "deadline.until_hour": "{hour}:{minute} on {day}",
    "deadline.before_hour": "before {hour}:{minute} on {day}",
    "deadline.last": "deadline: {until}",
    "deadline.working": "{last}; last working day: {day}",
    "deadline.phrase": "{phrase} ({last})",
    "deadline.extended": "extended ({last})",
    "deadline.line": "Due: {deadline}",
    "moment.at": "{time}, {day}",
    "deadline.warning.weekend_or_holiday": (
        "The last day ({last_day}) is a day off; the last working day is {working}."
    ),
    "deadline.warning.less_than_one_working_day": (
        "There is no working day between the end of the period and the deadline; at least one is "
        "required (Nghị định 09/2019/NĐ-CP, Điều 8 khoản 5)."
    ),
    "deadline.warning.before_period_end": (
        "The deadline ({last_day}) comes before the end of the period."
    ),
    "deadline.warning.in_the_past": "The deadline ({last_day}) has passed.",
    "deadline.warning.tier2_before_tier1": (
        "The deadline of the upper level does not come after that of the level below."
    ),
    "deadline.warning.weekday_mismatch": (
        "{printed} is a {weekday}, not a {stated}; please check the date or the weekday."
    ),
    "deadline.warning.missing_year": (
        "The deadline names no year; please check it, or write day, month and year."
    ),
    "deadline.warning.impossible_date": (
        "There is no such date (the day comes first, then the month); please check it."
    ),
    "deadline.warning.several_dates": (
        "There are several dates, and it is not clear which is the deadline; please write the "
        "deadline alone."
    ),
    "deadline.warning.not_stated": (
        "No date is named; please set a deadline, or write “không ấn định”."
    ),
    "deadline.warning.unclear_date": (
        "The date could not be read for certain; please write it as 14/10/2026."
    ),
    "deadline.warning.relative": (
        "The deadline is a number of days, but from which day is not clear; please write a date."
    ),
    "deadline.warning.counted": (
        "The deadline was counted from the end of the period; please check it."
    ),
    "deadline.warning.hour_unclear": (
        "The hour or part of the day is not clear, so only the day counts; if the hour matters, "
        "please write for example 17h00."
    ),
    # To the reporters
    "reminder.head": "Report reminder: {campaign}",
    "reminder.head_many": "Reminder: {count} reports",
    "reminder.greeting": "Dear {name},",
    "reminder.greeting_many": "Dear {name}, these reports are still open:",
    "reminder.greeting_nameless": "Dear colleague,",
    "reminder.greeting_nameless_many": "Dear colleague, these reports are still open:",
    "reminder.alone": "{duty}.",
    "reminder.item": "– {duty}",
    "reminder.group": "{campaign}: {left}",
    "reminder.more": "– and {count} more reports",
    "reminder.duty.not_started": (
        "{unit} has entered no figures yet ({total} questions, about {minutes} minutes)"
    ),
    "reminder.duty.no_form": "{unit} has not sent its report yet",
    "reminder.duty.in_progress": (
        "{unit} has answered {answered}/{total} questions, about {minutes} more minutes"
    ),
    "reminder.duty.not_sent": "{unit} has answered all {total} questions but has not sent them",
    "reminder.duty.returned": "{unit} has a report that was returned",
    "reminder.duty.awaiting_approval": "{unit} has a report that waits for your approval",
    "reminder.duty.not_joined": "nobody has joined for {unit} yet",
    "reminder.duty.submitted": "{unit} has sent its report",
    "reminder.duty.accepted": "{unit} has sent its report",
    "reminder.reason": ": {reason}",
    "reminder.rows": "; still open: {rows}",
    "reminder.rows_and_more": "; still open: {rows} and {count} more",
    "reminder.photos": "; photos missing: {count}",
    "reminder.file": "; the report file is missing",
    "reminder.late_is_fine": "A late report is still welcome.",
    "reminder.words": "From the coordinator: {words}",
    "reminder.how": "Please type “tiếp” to go on, then “nộp” to send.",
    "reminder.how_many": "Please type “tiếp” to go on, “đổi đơn vị” to choose another unit.",
    "reminder.how_approve": "Please type “xem” to see the report, “duyệt” to approve it.",
    "reminder.how_invite": "Please type “mời” and the unit's name for an invite code.",
    "reminder.left": "{days} working days left",
    "reminder.left_one": "{days} working day left",
    "reminder.today": "Today is the last day",
    "reminder.last_working_day": "Today is the last working day before the deadline",
    "reminder.no_day_left": "No working day is left before the deadline",
    "reminder.overdue": "Overdue by {days} days",
    "reminder.overdue_today": "Overdue since today",
    "reminder.today_until": "{left}: {until}.",
    "reminder.left_and_last": "{left} ({last}).",
    "reminder.no_deadline": (
        "This campaign has no deadline; please send the report once you have the figures."
    ),
    "reminder.thanks": (
        "Thank you: the report of {unit} for “{campaign}” has been sent. "
        "There will be no more reminders."
    ),
    # The coordinator's morning message
    "reminder.digest.head": "This morning: {campaign}",
    "reminder.digest.head_many": "This morning: {count} campaigns",
    "reminder.digest.greeting": "Dear {name},",
    "reminder.digest.sent": "Sent: {sent}/{total} units.",
    "reminder.digest.call_list": "To be telephoned ({count}): {names}.",
    "reminder.digest.sent_since": "Sent since yesterday ({count}): {names}.",
    "reminder.digest.started_since": "Newly started ({count}): {names}.",
    "reminder.digest.returned": "Returned, not sent again ({count}): {names}.",
    "reminder.digest.awaiting_approval": "Waiting for approval ({count}): {names}.",
    "reminder.digest.in_progress": "In progress ({count}): {names}.",
    "reminder.digest.not_started": "Nothing entered ({count}): {names}.",
    "reminder.digest.not_joined": "Nobody has joined ({count}): {names}.",
    "reminder.digest.unreached": "Not reached ({count}): {names}.",
    "reminder.digest.and_more": "{names} and {count} more units",
    "reminder.digest.next": "Your own report to {receiver}: {left}",
    "reminder.digest.next_plain": "Your own report to the level above: {left}",
    "reminder.digest.finish": "This campaign is long past its deadline. If no more reports are awaited, please ask the administrator to finish it with: baocao campaign finish {slug}. From now on this message comes once a week, and after some weeks no more.",
    "reminder.digest.how": "Please type “tiến độ” for the board, “nhắc” to remind now.",
}
