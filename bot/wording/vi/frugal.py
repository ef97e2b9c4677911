SENTENCES: dict[str, str] = {
    # Nhiều dòng trong một câu hỏi
    "list.head": "Mục {first} đến {last} · Câu {place}–{until}/{total}",
    "list.how": "Anh/chị trả lời trong một tin, mỗi phần ghi mã rồi đến số, ví dụ: {example}; còn lại không. Không có dòng nào thì gõ “không”; chưa có số liệu thì gõ “bỏ qua”.",
    "list.yes_no": "có/không",
    "list.last_year": " – năm trước: {figures}",
    "list.again": "Tin vừa rồi chưa được ghi: câu này có nhiều dòng, xin ghi mã trước mỗi số, ví dụ 1.1: 2 lớp 60 người.",
    "photo.then_send": ". Đủ ảnh rồi thì gõ “nộp”.",
    "batch.stored_below": "Đã ghi {count} dòng, xem dưới đây.",
    "overview.words": (
        "{sections}\n"
        "Anh/chị có thể gửi cả báo cáo trong một tin, ví dụ: 1.1: 2 lớp 60 người; 5.1: 1 cuộc; còn lại không. "
        "Hoặc gõ các mục có hoạt động, ví dụ: mục 1, 2 và 5; gõ “tiếp” để hỏi lần lượt."
    ),
    "summary.brief_nil": "Không tổ chức: {codes}",
    "summary.brief_sections": "mục {codes}",
    "summary.brief_rows": "dòng {codes}",
    "summary.brief_other": "Không thuộc diện: {codes}",
    "summary.brief_pending": "Chưa có số liệu: {codes}",
    "summary.brief_open": "Chưa trả lời: {codes} (nếu đều không, gõ “còn lại không”)",
    "warn.open_brief": "Còn {count} câu chưa có số liệu.",
    "review.send_brief": "Gõ “nộp” để nộp như hiện tại, “tiếp” để bổ sung, hoặc sửa theo mẫu: sửa 1.6 thành 5 lớp 150 người.",
    "total.in_passing": "Mục {code} ({title}): tổng các dòng là {sum}. Nếu còn cuộc khác, gõ tổng số kèm mã, ví dụ: {code}: {more}.",
    # Trang web thay cho kênh nhắn tin
    "kind.words_and_photos": "Ở đây chương trình chỉ đọc được chữ và ảnh.",
    "web.offer": "Tệp Excel, Word hoặc bảng dài, anh/chị gửi ở trang riêng của mình (dùng một lần, trong 2 ngày): {link}",
    "web.none": "Tệp Excel, Word, anh/chị xin gửi người tổng hợp.",
    # Cài đặt
    "config.zalo_webhook": "Zalo: mode = \"webhook\" cần zalo.webhook_url và zalo.webhook_secret dài 8–256 ký tự; sửa trong config.toml, hoặc đặt lại mode = \"polling\".",
    "doctor.zalo": "Zalo: {name} ({users}/{most} người)",
    "doctor.zalo_bad": "Zalo: bot {bot} không dùng được ({reason}); xem lại zalo.token và đường mạng",
    "doctor.zalo_webhook": "Webhook Zalo: {url}",
    "doctor.zalo_webhook_bad": "Webhook Zalo: webhook_url phải bắt đầu bằng https:// (hiện là {url})",
    "doctor.zalo_no_web": "Zalo: chưa đặt web.public_url nên không gửi được đường dẫn trang web (tệp, bảng dài, khi hết hạn mức tin)",
}
