SENTENCES: dict[str, str] = {
    "coordinator.help": (
        "Các lệnh của người tổng hợp: “tiến độ” (xem trong tin nhắn); “bảng” (trang theo dõi); “hình” (ảnh tiến độ để gửi vào nhóm); "
        "“nhắc”; “xuất” (Excel), “xuất word”, “xuất ảnh”, “xuất công văn” (đôn đốc); “bản tổng hợp” (các bản đã lập); “trả lời <đơn vị>: <nội dung>”; "
        "“nhận <đơn vị>”; “trả lại <đơn vị> <lý do>”; “gia hạn <đơn vị> <ngày> <lý do>”; “mời <đơn vị>”; "
        "“trang web” (mở cuộc trò chuyện này trên web); “bàn giao”; “dữ liệu của tôi”."
    ),
    # Trạng thái
    "state.not_started": "Chưa gửi",
    "state.in_progress": "Đang nhập {answered}/{total}",
    "state.awaiting_approval": "Chờ duyệt",
    "state.submitted": "Đã gửi",
    "state.accepted": "Đã nhận",
    "state.returned": "Trả lại",
    "board.sent": "Đã gửi {sent}/{all} đơn vị.",
    "board.not_started": "Chưa gửi",
    "board.in_progress": "Đang nhập",
    "board.returned": "Trả lại",
    "board.awaiting_approval": "Chờ duyệt",
    "board.submitted": "Đã gửi",
    "board.accepted": "Đã nhận",
    "board.late": "muộn {days} ngày",
    "board.form_changed": "mẫu biểu đổi, phải trả lời lại",
    "board.draft": "đang sửa",
    "board.nobody": "Chưa gửi, chưa có người tham gia",
    "board.unreached": "chưa nhận được tin",
    # Việc
    "act.type_yes": 'Gõ "đúng" để thực hiện, "sai" để thôi.',
    "act.dropped": "Chưa thực hiện gì.",
    "act.which": "Có nhiều đơn vị phù hợp, xin chọn:\n{names}",
    "act.closed": "Đợt báo cáo “{campaign}” đã khóa sổ nên không thực hiện được việc này. Nếu cần, anh/chị xin người quản trị mở lại đợt.",
    "act.changed": "Báo cáo của {unit} vừa thay đổi (nay là lần nộp {version}, {state}); chưa thực hiện gì.",
    "act.changed_unsent": "Báo cáo của {unit} vừa thay đổi (nay: {state}); chưa thực hiện gì.",
    "act.not_sent": "{unit} đang ở trạng thái “{state}” nên chưa thực hiện được việc này.",
    "act.accept.how": "Xin ghi đúng tên hoặc mã đơn vị, ví dụ: nhận Xã Bum Nưa.",
    "act.accept.confirm": "Nhận báo cáo của {unit} ({state})?",
    "act.accept.done": "Đã nhận báo cáo của {unit}.",
    "act.send_back.how": "Xin ghi tên hoặc mã đơn vị và lý do, ví dụ: trả lại Xã Bum Nưa 1.6 chưa khớp số người.",
    "act.send_back.confirm": "Trả lại báo cáo của {unit} ({state}) với lý do: {rest}?",
    "act.send_back.done": "Đã trả lại báo cáo của {unit}; đơn vị đã được báo.",
    "act.extend.how": "Xin ghi đơn vị, ngày và lý do, ví dụ: gia hạn Xã Bum Nưa 16/10/2026 mất điện nhiều ngày.",
    "act.extend.confirm": "Gia hạn cho {unit} đến hết ngày {day}, lý do: {rest}?",
    "act.extend.done": "Đã gia hạn cho {unit} đến hết ngày {day}.",
    "act.invite.how": "Xin ghi đúng tên hoặc mã đơn vị, ví dụ: mời Xã Bum Nưa.",
    "act.invite.confirm": "Cấp mã mời mới cho {unit}? Mã cũ chưa dùng sẽ hết hiệu lực.",
    "act.invite.done": "Mã mời của {unit}: {code} (dùng một lần, đến hết ngày {day}).\n{links}",
    "act.remind.how": (
        "Chưa rõ cần nhắc đơn vị nào. Xin ghi tên đơn vị, dấu hai chấm rồi lời nhắn, ví dụ: nhắc Xã Bum Nưa, Xã Thu Lũm: nộp trước 17 giờ. "
        "Nhắc mọi đơn vị chưa nộp thì ghi: nhắc tất cả: nộp trước 17 giờ."
    ),
    "remind.nobody": "Không còn đơn vị nào cần nhắc.",
    "remind.preview": "Sẽ nhắc {count} đơn vị: {names}.",
    "remind.absent": "Chưa có người tham gia nên không nhắc được: {names}.",
    "remind.words": "Kèm lời nhắn: {words}",
    "remind.when": "Tin sẽ được gửi từ {at}.",
    "remind.sample": "Ví dụ tin gửi {unit}:\n{text}",
    "remind.done": "Đã xếp lịch gửi lời nhắc cho {count} đơn vị. Mỗi người nhận nhiều nhất một lời nhắc mỗi ngày.",
    "export.ready": "Tệp {name}:",
    # Báo cho đơn vị
    "unit.accepted": "Báo cáo của {unit} trong đợt “{campaign}” đã được nhận. Cảm ơn anh/chị.",
    "unit.returned": "Báo cáo của {unit} được trả lại: {reason}\nAnh/chị gõ “tiếp” để sửa, xong thì gõ “nộp”.",
    "unit.extended": "{unit} được gia hạn nộp báo cáo đến hết ngày {day} ({reason}).",
    "approve.asked": "{unit} có báo cáo chờ anh/chị duyệt. Gõ “xem” để xem, “duyệt” để duyệt, hoặc “trả lại” kèm lý do.",
    "approve.denied": "Người duyệt của {unit} trả lại báo cáo: {reason}\nAnh/chị sửa, xong thì gõ “nộp”.",
    "button.remind": "Nhắc",
    "button.export": "Xuất Excel",
}
