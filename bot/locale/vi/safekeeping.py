"""Backups, and a data folder that is not as it was left."""

SENTENCES: dict[str, str] = {
    "database.lost": "Cơ sở dữ liệu {file} không còn hoặc bị rỗng, trong khi thư mục này đã có dữ liệu của chương trình, nên đây không phải cài đặt mới. {way}",
    "database.damaged": "Cơ sở dữ liệu {file} bị hỏng ({reason}). {way}",
    "database.damaged_somewhere": "Cơ sở dữ liệu bị hỏng ({reason}). Lệnh “baocao doctor” cho biết tệp nào và cách khôi phục.",
    "database.restore": "Xin dừng chương trình rồi khôi phục bản sao lưu lành gần nhất bằng lệnh: baocao restore {copy} --yes",
    "database.no_copy": "Xin dừng chương trình rồi khôi phục từ một bản sao lưu bằng lệnh “baocao restore TỆP --yes”; nếu thật sự muốn bắt đầu lại từ đầu, xin chuyển thư mục dữ liệu này đi nơi khác.",
    "database.restoring": "Thư mục {folder} đang được khôi phục từ bản sao lưu; xin chạy lại sau khi lệnh “baocao restore” kết thúc.",
    "backup.written_whole": "Đã sao lưu cơ sở dữ liệu và {count} tệp (ảnh, văn bản) vào {file}.",
    "backup.poorer": "Bản sao lưu cũ {file} có nhiều báo cáo hơn dữ liệu hiện tại nên được giữ nguyên; xin chọn tên tệp khác cho bản sao lưu mới.",
    "backup.without": "Lưu ý: {count} tệp không còn nguyên vẹn trong thư mục dữ liệu, bản sao lưu không có bản lành của các tệp này: {files}.",
    "restore.running": "Chương trình đang chạy trên thư mục {folder}; xin dừng “baocao run” (hoặc “baocao demo”) rồi chạy lại lệnh khôi phục.",
    "restore.done_whole": "Đã khôi phục vào {file}, cùng {count} tệp (ảnh, văn bản).",
    "restore.without": "Lưu ý: {count} tệp mà các báo cáo nhắc đến không còn nguyên vẹn trong thư mục dữ liệu: {files}.",
    "restore.spoilt": "Cơ sở dữ liệu đã được khôi phục, nhưng {count} tệp trong bản sao lưu bị hỏng nên không khôi phục được: {files}. Xin thử một bản sao lưu khác cho các tệp này.",
    "file.lost": "“{name}” của {unit} ({path}): bị thiếu",
    "file.lost_unnamed": "{path}: bị thiếu",
    "file.damaged": "“{name}” của {unit} ({path}): bị hỏng",
    "file.damaged_unnamed": "{path}: bị hỏng",
    "file.more": "và {count} tệp khác",
    "doctor.files": "Ảnh và văn bản đã lưu: {count} tệp, nguyên vẹn",
    "doctor.files_bad": "Ảnh và văn bản đã lưu: {count} tệp không còn nguyên vẹn: {files}; xin khôi phục từ bản sao lưu .zip",
}
