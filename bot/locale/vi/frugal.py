SENTENCES: dict[str, str] = {
    # Nhiều dòng trong một câu hỏi
    "list.head": "Mục {first} đến {last} · Câu {place}–{until}/{total}",
    "list.how": "Anh/chị trả lời trong một tin, mỗi phần ghi mã rồi đến số, ví dụ: “{example}; còn lại không”. Không có dòng nào thì gõ “không”; để sau thì gõ “bỏ qua”.",
    "list.yes_no": "có/không",
    "list.last_year": " – năm trước: {figures}",
    "list.again": "Tin vừa rồi chưa được ghi: câu này có nhiều dòng, xin ghi mã trước mỗi số, ví dụ 1.6: 5 lớp 150 người.",
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
    "summary.brief_open": "Chưa trả lời: {codes} (nếu đều không có, trả lời: còn lại không)",
    "warn.open_brief": "Còn {count} câu chưa có số liệu.",
    "review.send_brief": "Gõ “nộp” để nộp như hiện tại, “tiếp” để bổ sung, hoặc sửa theo mẫu: sửa 1.6 thành 5 lớp 150 người.",
    "total.in_passing": "Mục {code} ({title}): tổng các dòng là {sum}. Nếu còn cuộc khác, gõ tổng số kèm mã, ví dụ: {code}: {more}.",
    # Trang web thay cho kênh nhắn tin
    "kind.words_and_photos": "Ở đây chương trình chỉ đọc được chữ và ảnh.",
    "web.offer": "Tệp Excel, Word hoặc bảng dài, anh/chị gửi ở trang riêng của mình (dùng một lần, trong 2 ngày): {link}",
    "web.here": "Trang nhập riêng của anh/chị (dùng một lần, trong 2 ngày): {link}",
    "web.not_here": "Chương trình chưa có trang web mở được từ máy của anh/chị; xin tiếp tục nhập ở đây.",
    "visit.ask": "Đây là trang riêng của {name}. Nếu đúng là anh/chị, gõ “Đồng ý” để tiếp tục ở đây.",
    "visit.done": "Anh/chị đã vào trang riêng của mình. Gõ “trợ giúp” để xem các lệnh.",
    "visit.over": "Đường dẫn riêng này đã được dùng hoặc đã hết hạn. Gõ “trang web” ở kênh nhắn tin để nhận đường dẫn mới.",
    "visit.other_person": "Trình duyệt này đang nhập cho {name}. Anh/chị mở đường dẫn bằng trình duyệt khác hoặc cửa sổ ẩn danh.",
    "document.link": "Tệp {name} (mở được trong 2 ngày): {link}",
    "document.not_here": "Kênh này không gửi được tệp; anh/chị xin tệp ở người tổng hợp.",
    # Hạn mức tin nhắn của kênh
    "quota.line": "Zalo, bot {bot}: {used}/{most} tin trong tháng, {users}/{people} người.",
    "quota.at_80": "Zalo: bot {bot} đã dùng {used}/{most} tin của tháng. Từ 95%, chương trình chỉ còn gửi câu trả lời, biên nhận và lời nhắc ngày cuối.",
    "quota.at_95": "Zalo: bot {bot} đã dùng {used}/{most} tin của tháng. Từ nay đến hết tháng, chương trình chỉ còn gửi câu trả lời, biên nhận và lời nhắc ngày cuối; đơn vị được mời sang trang web.",
    "quota.at_100": "Zalo: bot {bot} đã hết {most} tin của tháng. Các đơn vị nhập tiếp ở trang web: cấp đường dẫn bằng lệnh “mời”.",
    "quota.soon": "Kênh này sắp hết hạn mức tin của tháng. Anh/chị có thể nhập tiếp ở trang riêng của mình (dùng một lần, trong 2 ngày): {link}",
    "quota.moved": "Đã nhận được tin vừa rồi, nhưng kênh này đã hết hạn mức tin của tháng. Anh/chị xem kết quả và nhập tiếp ở trang riêng của mình (dùng một lần, trong 2 ngày): {link}",
    "doctor.zalo_quota": "Hạn mức Zalo: {units} đơn vị × {each} tin = {need}/{most}",
    "doctor.zalo_quota_short": "Hạn mức Zalo: {units} đơn vị × {each} tin = {need}/{most}, không đủ; thêm bot vào zalo.tokens hoặc để một phần đơn vị dùng trang web",
    "doctor.zalo_people_short": "Số người Zalo: {units} đơn vị, các bot chỉ nhận {people} người; thêm bot vào zalo.tokens hoặc để một phần đơn vị dùng trang web",
    # Khi chương trình bị gián đoạn
    "gap.notice": "Từ {since} đến {until}, chương trình không nhận được tin ở kênh này: tin gửi trong khoảng đó có thể đã mất. {last} Anh/chị gửi lại phần còn thiếu, hoặc gõ “tiếp”.",
    "gap.last": "Số liệu của {unit} ghi gần nhất: {line} (lúc {at}).",
    "gap.nothing": "{unit} chưa có số liệu nào được ghi.",
    "web.none": "Nếu có tệp Excel hoặc Word, xin anh/chị gửi cho người tổng hợp.",
    # Cài đặt
    "config.zalo_webhook": "Zalo: zalo.mode = webhook cần zalo.webhook_url và zalo.webhook_secret dài 8–256 ký tự; sửa trong config.toml, hoặc đặt lại polling.",
    "doctor.zalo": "Zalo: {name}, bot {bot} ({users}/{most} người)",
    "doctor.zalo_bad": "Zalo: bot {bot} không dùng được ({reason}); xem lại zalo.token và đường mạng",
    "doctor.zalo_webhook": "Webhook Zalo: {url}",
    "doctor.zalo_webhook_bad": "Webhook Zalo: webhook_url phải bắt đầu bằng https:// (hiện là {url})",
    "doctor.zalo_no_web": "Zalo: chưa đặt web.public_url nên không gửi được đường dẫn trang web (tệp, bảng dài, khi hết hạn mức tin)",
}
