SENTENCES: dict[str, str] = {
    # --- forms as data: faults of a form file ---
    "fault.at": "{name}, dòng {line}: {sentence}",
    "fault.or": " hoặc ",
    "fault.type.text": "chữ trong dấu ngoặc kép",
    "fault.type.texts": 'danh sách chữ, ví dụ ["a", "b"]',
    "fault.type.number": "số nguyên không âm",
    "fault.type.flag": "true hoặc false",
    "fault.type.table": "một bảng [tên]",
    "fault.type.rows": "các bảng [[row]]",
    "fault.type.measure": "tên một bảng [measures.…] hoặc một bảng con",
    "fault.toml": "tệp chưa đúng cú pháp TOML ({reason}). Đề nghị sửa dòng này.",
    "fault.missing": 'thiếu “{key}”. Đề nghị thêm {key} = "…".',
    "fault.unknown_key": "không có mục “{key}”. Các mục dùng được: {known}.",
    "fault.wrong_type": "“{key}” phải là {wanted}.",
    "fault.code_not_text": (
        '“{key}” phải để trong ngoặc kép: {key} = "{value}". Viết kiểu số thì 1.10 thành 1.1.'
    ),
    "fault.slug_shape": "“{slug}” chưa hợp lệ: slug chỉ gồm chữ thường a–z, số và dấu gạch nối.",
    "fault.columns": "biểu có 6 cột, ở đây ghi {found}. Đề nghị ghi đủ 6 tên cột.",
    "fault.nothing_asked": "biểu không có dòng nào để hỏi. Đề nghị thêm các bảng [[row]].",
    "fault.row_missing": "dòng {row} của biểu thiếu “{key}”.",
    "fault.code_shape": (
        "mã “{code}” chưa hợp lệ: dùng số và chữ thường, cách nhau bằng dấu chấm, ví dụ 1.4a."
    ),
    "fault.code_twice": "mã {row} đã có ở dòng {first}. Mỗi dòng của biểu cần một mã riêng.",
    "fault.kind_unknown": "mã {row}: không có kiểu “{kind}”. Các kiểu dùng được: {known}.",
    "fault.question_missing": "mã {row} cần trả lời nhưng chưa có “question” để hỏi trong chat.",
    "fault.header_asked": "mã {row} là dòng tiêu đề hoặc dòng cộng, không hỏi: bỏ “{key}”.",
    "fault.childless": "mã {row} là dòng tiêu đề hoặc dòng cộng nhưng không có dòng nào bên dưới.",
    "fault.gate_on_leaf": (
        "mã {row}: chỉ dòng tiêu đề hoặc dòng cộng ở cấp cao nhất mới có câu hỏi chung “gate”."
    ),
    "fault.complete_misplaced": 'mã {row}: “complete” chỉ dùng cho dòng cộng (kind = "total").',
    "fault.at_most_misplaced": "mã {row}: “at_most” chỉ dùng cho kiểu count và yes_no.",
    "fault.short_long": "mã {row}: “short” dài quá {limit} ký tự. Đề nghị rút gọn.",
    "fault.cells": "mã {row}: kiểu {kind} cần cells = {allowed}.",
    "fault.measure_unknown": "không có bảng [measures.{name}]. Các bảng đã có: {known}.",
    "fault.measure_missing": 'mã {row}: ô “{cell}” chưa có đơn vị đếm. Cần thêm {cell} = "…".',
    "fault.measure_misplaced": "mã {row} không có ô “{cell}”. Đề nghị bỏ {cell} hoặc sửa cells.",
    "fault.parent_unknown": "mã {row}: không có dòng cha “{parent}”.",
    "fault.parent_later": "mã {row} đứng trước dòng cha “{parent}”. Đề nghị đổi chỗ hai dòng.",
    "fault.parent_leaf": "mã {row}: dòng cha “{parent}” là dòng để trả lời, không phải tiêu đề.",
    "fault.counterpart_unknown": "mã {row}: không có dòng “{other}” để đối chiếu.",
    "fault.cycle": "mã {row}: các dòng cha đi vòng tròn qua “{parent}”.",
    "fault.section_torn": "mã {row} đứng tách khỏi mục {section}. Dòng cùng mục phải liền nhau.",
    "fault.total_cell": "mã {row}: không dòng nào bên dưới có ô “{cell}” để cộng.",
    "form.unknown": "Không có biểu mẫu “{slug}”. Các biểu mẫu có sẵn: {known}.",
    # --- end of forms as data ---
}
