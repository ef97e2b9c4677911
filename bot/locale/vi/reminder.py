SENTENCES: dict[str, str] = {
    # Thời hạn
    "deadline.weekday.0": "thứ Hai",
    "deadline.weekday.1": "thứ Ba",
    "deadline.weekday.2": "thứ Tư",
    "deadline.weekday.3": "thứ Năm",
    "deadline.weekday.4": "thứ Sáu",
    "deadline.weekday.5": "thứ Bảy",
    "deadline.weekday.6": "Chủ nhật",
    "deadline.day": "{weekday} {day}",
    "deadline.until_day": "hết {day}",
    "deadline.until_hour": "{hour} giờ {minute} {day}",
    "deadline.before_hour": "trước {hour} giờ {minute} {day}",
    "deadline.last": "hạn cuối: {until}",
    "deadline.working": "{last}; ngày làm việc cuối cùng: {day}",
    "deadline.phrase": "{phrase} ({last})",
    "deadline.extended": "đã gia hạn ({last})",
    "deadline.line": "Hạn nộp: {deadline}",
    "moment.at": "{time} ngày {day}",
    "deadline.warning.weekend_or_holiday": (
        "Ngày cuối của hạn nộp ({last_day}) là ngày nghỉ; ngày làm việc cuối cùng là {working}."
    ),
    "deadline.warning.less_than_one_working_day": (
        "Từ khi hết kỳ báo cáo đến hạn nộp không có ngày làm việc nào; cần ít nhất một ngày làm việc "
        "(Nghị định 09/2019/NĐ-CP, Điều 8 khoản 5)."
    ),
    "deadline.warning.before_period_end": "Hạn nộp ({last_day}) đến trước khi kỳ báo cáo kết thúc.",
    "deadline.warning.in_the_past": "Hạn nộp ({last_day}) đã qua.",
    "deadline.warning.tier2_before_tier1": "Hạn nộp của cấp trên không muộn hơn hạn nộp của cấp dưới.",
    "deadline.warning.weekday_mismatch": (
        "Ngày {printed} là {weekday}, không phải {stated}; xin xem lại ngày hoặc thứ."
    ),
    "deadline.warning.missing_year": (
        "Hạn nộp không ghi năm; xin kiểm tra lại hoặc ghi đủ ngày, tháng, năm."
    ),
    "deadline.warning.impossible_date": (
        "Không có ngày này trong lịch (ngày ghi trước, tháng ghi sau); xin xem lại."
    ),
    "deadline.warning.several_dates": (
        "Có nhiều ngày khác nhau, chưa rõ ngày nào là hạn nộp; xin ghi riêng hạn nộp."
    ),
    "deadline.warning.not_stated": (
        "Chưa có ngày cụ thể; xin ấn định hạn nộp, hoặc ghi “không ấn định”."
    ),
    "deadline.warning.unclear_date": "Chưa đọc chắc được ngày; xin ghi dạng 14/10/2026.",
    "deadline.warning.relative": (
        "Hạn nộp ghi theo số ngày nhưng chưa rõ tính từ ngày nào; xin ghi ngày cụ thể."
    ),
    "deadline.warning.counted": "Hạn nộp được tính từ ngày hết kỳ báo cáo; xin kiểm tra lại.",
    "deadline.warning.hour_unclear": (
        "Giờ hoặc buổi chưa rõ nên chỉ tính theo ngày; cần đúng giờ thì xin ghi rõ, ví dụ: 17h00."
    ),
    # Nhắc người nộp
    "reminder.head": "Nhắc báo cáo: {campaign}",
    "reminder.head_many": "Nhắc {count} báo cáo",
    "reminder.greeting": "Kính gửi anh/chị {name}:",
    "reminder.greeting_many": "Kính gửi anh/chị {name}, các báo cáo còn lại:",
    "reminder.greeting_nameless": "Kính gửi anh/chị:",
    "reminder.greeting_nameless_many": "Kính gửi anh/chị, các báo cáo còn lại:",
    "reminder.alone": "{duty}.",
    "reminder.item": "– {duty}",
    "reminder.group": "{campaign}: {left}",
    "reminder.more": "– và {count} báo cáo khác",
    "reminder.duty.not_started": "{unit} chưa nhập số liệu ({total} câu, khoảng {minutes} phút)",
    "reminder.duty.no_form": "{unit} chưa gửi báo cáo",
    "reminder.duty.in_progress": (
        "{unit} đã nhập {answered}/{total} câu, khoảng {minutes} phút nữa là xong"
    ),
    "reminder.duty.not_sent": "{unit} đã nhập đủ {total} câu nhưng chưa nộp",
    "reminder.duty.returned": "{unit} có báo cáo được trả lại",
    "reminder.duty.awaiting_approval": "{unit} có báo cáo chờ anh/chị duyệt",
    "reminder.duty.not_joined": "{unit} chưa có người tham gia",
    "reminder.duty.submitted": "{unit} đã gửi báo cáo",
    "reminder.duty.accepted": "{unit} đã gửi báo cáo",
    "reminder.reason": ": {reason}",
    "reminder.rows": "; còn mục {rows}",
    "reminder.rows_and_more": "; còn mục {rows} và {count} mục khác",
    "reminder.photos": "; còn thiếu {count} ảnh",
    "reminder.file": "; còn thiếu tệp báo cáo",
    "reminder.late_is_fine": "Báo cáo nộp muộn vẫn được nhận.",
    "reminder.words": "Lời nhắn của người tổng hợp: {words}",
    "reminder.how": "Anh/chị gõ “tiếp” để nhập, xong thì gõ “nộp”.",
    "reminder.how_many": "Anh/chị gõ “tiếp” để nhập tiếp, “đổi đơn vị” để chọn đơn vị khác.",
    "reminder.how_approve": "Anh/chị gõ “xem” để xem báo cáo, “duyệt” để duyệt.",
    "reminder.how_invite": "Anh/chị gõ “mời” kèm tên đơn vị để lấy mã mời.",
    "reminder.left": "Còn {days} ngày làm việc",
    "reminder.left_one": "Còn {days} ngày làm việc",
    "reminder.today": "Hôm nay là hạn cuối",
    "reminder.last_working_day": "Hôm nay là ngày làm việc cuối cùng trước hạn",
    "reminder.no_day_left": "Không còn ngày làm việc nào trước hạn",
    "reminder.overdue": "Đã quá hạn {days} ngày",
    "reminder.overdue_today": "Đã quá hạn từ hôm nay",
    "reminder.today_until": "{left}: {until}.",
    "reminder.left_and_last": "{left} ({last}).",
    "reminder.no_deadline": "Đợt báo cáo này không ấn định hạn nộp; xin nộp khi đã xong.",
    "reminder.thanks": (
        "Cảm ơn anh/chị. Báo cáo của {unit} trong đợt “{campaign}” đã được gửi. "
        "Chương trình sẽ không nhắc nữa."
    ),
    # Tin buổi sáng của người tổng hợp
    "reminder.digest.head": "Tình hình sáng nay: {campaign}",
    "reminder.digest.head_many": "Tình hình sáng nay: {count} đợt báo cáo",
    "reminder.digest.greeting": "Kính gửi anh/chị {name}:",
    "reminder.digest.sent": "Đã gửi: {sent}/{total} đơn vị.",
    "reminder.digest.call_list": "Cần gọi điện ({count}): {names}.",
    "reminder.digest.sent_since": "Mới gửi từ hôm qua ({count}): {names}.",
    "reminder.digest.started_since": "Mới bắt đầu nhập ({count}): {names}.",
    "reminder.digest.returned": "Trả lại, chưa nộp lại ({count}): {names}.",
    "reminder.digest.awaiting_approval": "Chờ duyệt ({count}): {names}.",
    "reminder.digest.in_progress": "Đang nhập ({count}): {names}.",
    "reminder.digest.not_started": "Chưa gửi, chưa nhập ({count}): {names}.",
    "reminder.digest.not_joined": "Chưa có người tham gia ({count}): {names}.",
    "reminder.digest.unreached": "Chưa nhận được tin ({count}): {names}.",
    "reminder.digest.and_more": "{names} và {count} đơn vị khác",
    "reminder.digest.next": "Báo cáo của anh/chị gửi {receiver}: {left}",
    "reminder.digest.next_plain": "Báo cáo của anh/chị gửi cấp trên: {left}",
    "reminder.digest.finish": "Đợt này đã qua hạn lâu. Nếu không chờ thêm báo cáo, xin người quản trị kết thúc đợt bằng lệnh: baocao campaign finish {slug}. Từ nay tin này chỉ gửi mỗi tuần một lần, sau vài tuần thì thôi.",
    "reminder.digest.how": "Anh/chị gõ “tiến độ” để xem tình hình, “nhắc” để nhắc ngay.",
}
