"""Words that mean the same on every form: politeness, connecting words, general units, warnings.

Phrases are separated by "|". "=" before a phrase: its own accents are needed unless the text has
none; "==": always (see `phrases.Phrases`). What only one row says belongs into the form.
"""

from __future__ import annotations


def listed(text: str) -> tuple[str, ...]:
    """The phrases of a table row."""
    return tuple(part.strip() for part in text.split("|") if part.strip())


POLITE = listed(
    "dạ | zạ | dzạ | ạ | a | ak | ah | ạh | vâng | vg | ừ | ờ | uh | em | anh | chị | cô | "
    "chú | bác | thưa | xin | kính | gửi | gởi | báo cáo | bc | nhé | nha | nhe | nhen | "
    "nghen | nè | á | à | ơi | hen | hén | ha | hihi | hì | hi | hehe | haha | ok | oke | "
    "okay | oki | okie | cảm ơn | cám ơn | thank | thanks | tks | vậy | thôi | đấy | luôn | "
    "admin | ad | bot | sếp | mình | tôi | tụi em | chúng tôi | chúng em | bên em | bên mình | "
    "bên tôi | xã em | xã mình | phường em | trường em | trường mình | đơn vị em | "
    "đơn vị mình | đơn vị tôi | thị trấn em | chào | thế | c | e | quý anh chị | "
    "em xin báo cáo | em báo cáo | em xin gửi | em gửi | em ạ"
)
LINKING = listed(
    "và | với | vs | cùng | cho | có | gồm | bao gồm | là | thì | được | đc | dc | đk | "
    "thu hút | tham gia | tham dự | dự | tổng | tổng cộng | tổng số | tất cả | cả | cả thảy | "
    "toàn bộ | đã | tổ chức | mở | triển khai | thực hiện | số | số lượng | lượng | kết quả | "
    "đạt | huy động | người tham gia | đến dự | tới dự | diễn ra | rồi | xong | đủ | chẵn | "
    "tròn | tặng | ==nhận | trong tuần lễ | trong tuần | vừa"
)
LABEL_FILL = listed(
    "tham gia | tham dự | dự | tổ chức | đã tổ chức | mở | được mở | là | học | theo học | "
    "dự thi | tham gia học | được tổ chức | đã mở | tặng | đã tặng | đã | được"
)

# Units that are the same wherever they occur, by the word the form uses for the quantity.
PEOPLE = listed(
    "người | ng | ngừi | nguời | học viên | hv | hviên | học sinh | hs | hsinh | h/s | "
    "sinh viên | sv | em | cháu | bạn | bé | trẻ | trẻ em | thí sinh | giáo viên | gv | gviên | "
    "cán bộ | cb | công chức | cc | viên chức | ccvc | cbcc | cbccvc | cbgv | cbgvnv | "
    "cbgv-nv | cbnv | nhân viên | nv | người dân | người dân tộc | người dân tộc thiểu số | "
    "nhân dân | bà con | dân | lao động | người lao động | nlđ | công nhân | cn | nông dân | "
    "đại biểu | đb | báo cáo viên | cán bộ quản lý | cbql | hội viên | đoàn viên | đvtn | "
    "đội viên | thanh niên | thiếu nhi | thiếu niên | phụ nữ | thành viên | phụ huynh | phhs | "
    "ph | cá nhân | thầy cô | thầy | cô giáo | thầy giáo | giảng viên | chiến sĩ | "
    "cựu chiến binh | vận động viên | vđv | diễn viên | khán giả | tình nguyện viên | "
    "đối tượng | quần chúng | anh chị em | anh chị | anh em | chị em | học sinh sinh viên | "
    "hssv | lượt người | lượt học viên | lượt học sinh | lượt đại biểu | lượt hs | lượt em | "
    "lượt giáo viên | lượt cán bộ | lượt khách | lượt người dân | viên chức người lao động | "
    "đồng chí | đ/c | đc | thầy cô giáo | học sinh tiểu học | bạn học sinh | cháu học sinh | "
    "em học sinh | các em học sinh | các em | các cháu"
)
CLASSES = listed(
    "lớp | lp | lớp học | lớp bồi dưỡng | lớp tập huấn | buổi | buổi học | buổi tập huấn | "
    "khóa | khóa học | khóa tập huấn | khóa bồi dưỡng"
)
EVENTS = listed("cuộc | buổi | cuộc thi | hội thi")
MONEY = listed("đồng | đ | vnđ | vnd | đồng chẵn | đồng tiền mặt | đồng việt nam | việt nam đồng")
GENERAL_UNITS = {
    "người": PEOPLE, "cá nhân": PEOPLE, "lớp": CLASSES, "cuộc": EVENTS, "đồng": MONEY,
}  # fmt: skip
# Things that hold or group what a row counts: their number says nothing about it.
CONTAINERS = listed(
    "tủ | tủ sách | kệ | kệ sách | thùng | thùng sách | bộ | bộ sách | bao | hộp | kiện | kg | "
    "ký | tấn | hộ | hộ gia đình | gia đình | đội | nhóm | suất | đoàn | gian | gian hàng | "
    "phần quà | suất quà"
)
CLASSIFIERS = listed("cái | chiếc | tấm | bức | lá | con | tờ | lượt | bạn | các")
MONEY_NOUNS = listed(
    "kinh phí | tiền | khoản | khoản chi | nguồn | khoản nào | nguồn nào | kinh phí nào | chi"
)
SEXES = listed("=nam | nữ | =nu")
CURRENCIES = listed(
    "usd | đô la | đô | dollar | dollars | euro | eur | tệ | nhân dân tệ | cny | kíp | kip | "
    "lak | yên | yen | bảng anh | won | baht | bạt"
)
SLANG = {
    "củ": 1_000_000, "chai": 1_000_000, "chệu": 1_000_000, "tỏi": 1_000_000_000,
    "lít": 100_000, "xị": 100_000, "loét": 100_000, "lốp": 100_000, "cành": 1_000, "lúa": 1_000,
}  # fmt: skip
# Nouns that carry a number as a name: lớp 5, thôn 3, đợt 1.
NUMBERED = listed(
    "lớp | khối | khóa | đợt | buổi | lần | tổ | thôn | bản | kỳ | quận | thứ | nhóm | bài | "
    "khu | ấp | xóm | đội | ca | tiết | phần | trường | khu phố | tổ dân phố | hội trường | "
    "phòng | cụm | chi bộ | học kỳ | tuần | giai đoạn | modun | mô đun | module | chuyên đề | "
    "điểm"
)
NOUNS = listed(
    "đội | thôn | bản | xã | trường | đơn vị | ngày | tuần | tháng | tiết | suất | phần | hộ | "
    "nhóm | môn | trận | bộ | thùng | cuốn | quyển | tờ | lần | lượt | đợt | giải | tủ | giờ | "
    "xe | phòng | điểm | cụm | chi"
)

NO = listed(
    "không | khong | ko | k0 | kô | hông | =hong | hổng | hok | hôk | hk | hem | hẻm | hơm | "
    "khum | kg | kh | k | hơng | chẳng | chả | không hề | đâu có | làm gì có | "
    "hoàn toàn không | đều không | cũng không | vẫn không | hiện không | khg | hổng có | khôg | "
    "khôn | khum có | kông"
)
NOT_YET = listed("chưa | chua | vẫn chưa | hiện chưa | hiện nay chưa | đến nay chưa | cũng chưa")
HAPPEN = listed(
    "có | tổ chức | mở | làm | thực hiện | triển khai | diễn ra | phát sinh | tiến hành | tc | "
    "kịp | t/c | hoạt động | được tổ chức | tham gia"
)
WHATEVER = listed(
    "nào | gì | cả | hết | đâu | ai | hoạt động | nội dung | này | đó | đấy | kia | được | "
    "một | trường hợp | hoạt động này | nội dung này | ở đây | tại xã | tại đơn vị | "
    "trong tuần | trong tuần lễ | khác | trong kỳ | lần này | đợt này | năm nay | người | lớp | "
    "cuộc | buổi | đồng | việc | mục | tại địa phương | trên địa bàn | trên địa bàn xã | "
    "sự kiện | chương trình | cuộc thi | hội thi | lễ | báo cáo | bổ sung | rồi | xong"
)
SUBJECTS = listed(
    "đơn vị | xã | phường | thị trấn | trường | địa phương | nội dung này | mục này | "
    "hoạt động này | phần này | cái này | dòng này | nhà trường | ubnd xã | trung tâm | "
    "tuần này | trong tuần | bên này | hiện tại | hiện nay | đến nay | tuần lễ | "
    "trong tuần lễ | kết quả | năm nay | đợt này | trên địa bàn | này | trong kỳ | tại xã | "
    "nhóm này | hình như là"
)
BECAUSE = listed("vì | do | bởi | tại vì | bởi vì | lý do")
JOINED_IN = listed("lồng ghép | ghép | kết hợp | chung | cùng huyện | cùng trường | gộp")
YES = listed(
    "có | có rồi | đã | đã có | có tổ chức | đã tổ chức | có làm | đã làm | yes | rồi | "
    "tổ chức rồi | xong rồi | đã xong | đã tổ chức xong | đã khai mạc | có khai mạc | "
    "đã tổ chức rồi | có mở | đã thực hiện | có thực hiện | đã diễn ra | làm rồi"
)
YES_TAIL = listed(
    "sáng | chiều | tối | hôm qua | hôm nay | tổ chức | khai mạc | lễ | lễ khai mạc | buổi | "
    "tuần lễ | rồi | xong | thành công | tốt đẹp | long trọng | có | đã | được | trang trọng | "
    "đầy đủ | học tập suốt đời | hưởng ứng | cấp xã | của xã | xã | phường | vào | buổi lễ | "
    "đúng kế hoạch | đúng thời gian | theo kế hoạch | nghiêm túc"
)
PENDING = listed(
    "chưa có số liệu | chưa có số | số liệu chưa có | chưa có kết quả | "
    "chưa có số liệu cụ thể | chưa có số liệu chính thức | chưa có số liệu báo cáo"
)
NOT_APPLICABLE = listed(
    "không thuộc diện | không áp dụng | không thuộc đối tượng | không thuộc phạm vi | "
    "không thuộc thẩm quyền | không thuộc chức năng | không thuộc diện báo cáo | "
    "không thuộc nhiệm vụ | không thuộc trách nhiệm | không phải đối tượng | "
    "không thuộc diện này | không thuộc diện áp dụng"
)
NOT_APPLICABLE += tuple(
    phrase.replace("không", no, 1)
    for no in listed("ko | k | kh | kg | kô | hok | hk | hong | hông | hổng | khum | khg")
    for phrase in NOT_APPLICABLE
)
NOT_APPLICABLE_MAYBE = listed("không có đối tượng | không liên quan | không có chức năng")
COLLECTING = listed(
    "đang tổng hợp | đang thống kê | đang cập nhật | đang rà soát | đang chờ | đang làm | "
    "đang tính | đang đợi | chưa tổng hợp | chưa thống kê | chưa cập nhật | chưa báo cáo | "
    "chưa kịp tổng hợp | chưa xong | chưa đủ | báo sau | gửi sau | bổ sung sau | báo cáo sau | "
    "cập nhật sau | để sau | ==chờ | ==đợi | không có số liệu | chưa có báo cáo | "
    "chưa nhận được | số liệu sau | để em hỏi | để em xem | để hỏi | để xem | chưa có số | "
    "hỏi lại | xem lại | kiểm tra lại | tổng hợp sau | mai báo | mai gửi | chưa chốt | "
    "ko có số liệu | chưa thu được | số liệu chưa | không có số liệu thống kê | k có số liệu | "
    "các trường chưa báo"
)
DO_NOT_KNOW = listed(
    "không nhớ | không biết | không rõ | không nắm | không chắc | chưa rõ | chưa biết | "
    "chưa nắm | chưa chắc | ko nhớ | ko biết | ko rõ | ko nắm | ko chắc | k nhớ | k biết | "
    "k rõ | quên | quên mất | hok biết | hổng biết | hông biết | hong biết | không thống kê | "
    "ko thống kê | khong ro"
)

# Words that make a figure uncertain wherever they stand.
WARNINGS = {
    "approximate": listed(
        "khoảng | =ước | ước tính | ước chừng | ước khoảng | xấp xỉ | =vài | =mấy | ít nhất | "
        "tối thiểu | tối đa | không dưới | không quá | không đến | không tới | không ít hơn | "
        "không hơn | chưa đến | chưa tới | trở lên | trở xuống | trở lại | =hơn | phỏng chừng | "
        "áng chừng | đâu đó | hàng trăm | hàng chục | hàng nghìn | hình như | =chắc | có lẽ | "
        "có thể | tạm tính | ==tạm | chưa chính xác | ==cỡ | tròm trèm | ngót | cả trăm | "
        "nghe nói | đâu như | cỡ khoảng | nhiều hơn | ít hơn | già nửa | là cùng | đổ lại | "
        "là nhiều | khoảg | tầm khoảng | ==tầm | ==chừng | hổng dưới | ko dưới | ko quá | "
        "lên tới | lên đến | suýt soát | sấp xỉ | sấp sỉ | xấp sỉ | sàn sàn | ước lượng | ước độ | "
        "phỏng đoán | đại khái | ==sơ sơ | sơ bộ | mang máng | láng máng | nghe đâu | gì đó | "
        "đổ lên | là ít | thì phải | hay sao | ngấp nghé | xêm xêm | ==xêm | xem xém | hơn kém"
    ),
    "several": listed("hoặc | =hay | hay là | =nếu"),
    "per_unit": listed(
        "tb | sĩ số | cùng có | loại | ==cứ | mỗi | mổi | =từng | =đều | "
        "bình quân | trung bình | tb mỗi | bằng nhau | như nhau | giống nhau | nào cũng | sỉ số | đồng đều | "
        " nhân với | một lớp có | cùng số lượng"
    ),
    "more": listed("==tăng | thêm | ==nữa | bổ sung | =nua | còn thêm"),
    "correction": listed(
        "sai | nhầm | không phải | chứ không | đính chính | =sửa | ==lộn | à quên | mà là | "
        "ko phải | nhập sai | ghi sai | ==thành | ==đổi | báo lại | k phải"
    ),
    "planned": listed(
        "ngày mai | mai mở | mai tổ chức | tuần sau | tháng sau | sắp tới | tuần tới | "
        "dự kiến | dự toán | dự trù | =sẽ | dự định | kế hoạch | đăng ký | chuẩn bị | =sắp | "
        "==định | phấn đấu"
    ),
    "other_time": listed(
        "lũy kế | luỹ kế | từ đầu năm | cộng dồn | như cũ | vẫn như | như lần | năm ngoái | "
        "năm trước | kỳ trước | tuần trước | lần trước | tháng trước | cùng kỳ | năm kia | "
        "đợt trước"
    ),
    "less": listed(
        "==giảm | =trừ | =bớt | ==vắng | =thiếu | ==nghỉ | còn lại | không tính | chưa tính | "
        "chưa kể"
    ),
    "combined": listed("lồng ghép | =ghép | gộp"),
    "cancelled": listed("hoãn | =hủy | =huỷ | bị hủy | đã hủy | dời | tạm dừng"),
    "question": listed("bao nhiêu | phải không | đúng không | đúng ko | được không | ==hả"),
    "negative": listed("==âm"),
    "strange_word": listed("gấp đôi | gấp ba | gấp rưỡi | nhân đôi | nhân ba | ==đôi ba | dăm ba"),
    "part": listed(
        "==riêng | tính riêng | chỉ riêng | riêng lớp | lớp cuối | lớp đầu | lớp đầu tiên | lớp cuối cùng | "
        "buổi đầu | buổi cuối | ngày đầu | đợt đầu | lớp đông nhất | lớp ít nhất | "
        "lớp nhiều nhất | hơn năm ngoái | hơn năm trước | hơn cùng kỳ | thực tế chỉ | "
        "nhưng thực tế | thực chất | nhưng chỉ"
    ),
    "half": listed("==rưỡi | ==rưởi | ==nửa | =ruoi"),
}
# Longer phrases in which a warning word means something harmless.
HARMLESS = listed(
    "phân loại | các loại | sai phạm | sửa sai | đúng sai | nhân loại | thiếu nhi | "
    "thiếu niên | âm nhạc | trung tâm | hội nghị | thành công | thành phố | thành viên | "
    "thành tích | trung thành | hình thành | thành lập | đúng kế hoạch | theo kế hoạch | "
    "quyết định | định kỳ | quy định | thanh niên | không gian | không khí | hàng không | "
    "không chuyên | tiền mặt | thanh tra | thanh lý | gia định | nam định | bình định | "
    "ấn định | ổn định | chung tay | chăm sóc | chắc chắn | trung bình khá | hay nhất | "
    "sách hay | rất hay | đổi mới | chuyển đổi | chuyển đổi số | trao đổi | thay đổi | bồi bổ | "
    "cao hơn | tốt hơn | năm học trước | hay và ý nghĩa | tầm nhìn | tầm quan trọng | "
    "hoàn thành | hiểu biết | xây dựng kế hoạch | nửa ngày | sinh hoạt chung | thanh thành | "
    "đổi thay | người định cư | ngân sách | ngân hàng | ngân quỹ | tỷ lệ | tỉ lệ | tỷ trọng | tỉ mỉ | "
    "triệu tập | riêng cho | mở riêng | lớp riêng | tổ chức riêng | riêng biệt"
)
# Words that make a figure uncertain only right before or right after it.
BEFORE_NUMBER = {
    "approximate": listed(
        "gần | trên | dưới | ==độ | =tầm | =chừng | ==cỡ | ==quá | ngoài | ==non | đến | tới | "
        "ước | hơn | =cở | đạt gần | trên dưới | lên | max | min | chỉ khoảng | cao nhất | "
        "thấp nhất | ==suýt | suýt nữa | ==già | non già | ==nhỉnh | nhỉnh hơn | tiệm cận | gần như | "
        "hầu như | chí ít | ít ra | ít lắm | nhiều lắm | quãng | phỏng | phỏng độ | =áng | cũng phải | "
        "==dễ | dễ đến | dễ có | =vượt | vượt quá | =quãng | chạm | ==lối"
    ),
    "strange_word": listed("==dư | ==thừa | ==lẻ | ==đôi | =dăm | gấp"),
    "less": listed("==còn | ==chỉ còn"),
    "": listed("trong ngày | cùng ngày | cả ngày | người già"),
    "part": listed("có mặt | hoàn thành | tốt nghiệp | bỏ học | ==đỗ | thi đỗ"),
    "of_unit": listed("==ngày"),
    "of_things": listed("==khoản"),
    "absent": listed("==vắng | =thiếu | ==nghỉ | =trừ | =bớt | ==giảm"),
    "correction": listed("==à | à không | mà không"),
    "several": listed("=hay"),
}
# What officials write directly before a number and what leaves the number as it is.
LEADING_IN = listed(
    "treo | in | phát | phát thanh | tuyên truyền | đăng | đưa | viết | trao | cấp | hết | hỗ trợ | "
    "ủng hộ | quyên góp | vận động | khen | khen thưởng | biểu dương | mua | bổ | góp | đóng góp | "
    "tài trợ | qua | vừa qua | nay | đây | vào | ra | được tặng | giới thiệu | trưng bày | kêu gọi | "
    "huy động | hướng dẫn | tập huấn | bồi dưỡng | học | thi | dạy | mời | đón | cử | chọn | lập | "
    "nghèo | giỏi | xanh | viên | chính trị | trị | facebook | zalo | fanpage | web | nhà nước | xã hội | "
    "do | của | trong | tại | ở | theo | bằng | cùng với | về | để | khác | mới | cũ | "
    "hiện | nhân | dịp | cơ bản | cơ sở | nâng cao | tin học | ngoại ngữ | tổng kết | riêng | chung | "
    "địa bàn | huyện | tỉnh | mầm non | tiểu học | trung học | ==mình | chủ | ngành | đoàn thể | khen cho | "
    "khai giảng | vượt khó | loa | kẻ | vẽ | kẻ vẽ | dán | căng | luân chuyển | chuyển | quà | nước uống | "
    "ăn uống | in ấn | xuất | văn hóa | điện tử | y tế | công ty | công an | hợp tác xã | hội nghị | "
    "bế giảng | ra quân | văn nghệ | thể thao | phối hợp | liên hệ | đóng | làm mới | thay | sửa | "
    "mở mới | duy trì | xóa mù | xóa mù chữ | tiếng | chữ | nghề | kỹ năng | sống"
)
AFTER_NUMBER = {
    "approximate": listed(
        "hơn | =mấy | ==lẻ | trở lên | có lẻ | ngoài | đổ lại | ==dư | có dư | =nhỉnh | đổ lên"
    ),
    "part": listed("bỏ học | nghỉ học | vắng mặt | chưa hoàn thành"),
}
BREAKDOWN = listed(
    "trong đó | trong đó có | gồm | bao gồm | gồm có | cụ thể | chia ra | cụ thể là | trong số đó | "
    "trong số đó có | kể cả | tính cả"
)
JOINING = listed("và | với | vs | cùng | cho | có | là | còn")
# What may stand directly behind a number without being what it counts.
AFTER_BARE = listed(
    "tham gia | tham dự | ==dự | tổng | tổng cộng | tổng số | đã | được | đc | dc | đến dự | "
    "tới dự | rồi | xong | chẵn | tròn | diễn ra | thì | trong | trong số | trên tổng | trên tổng số"
)
PLUS = listed("==cộng | cộng thêm | cộng với")  # between two numbers
RANGE_JOINTS = listed("đến | tới | hoặc | hay | lên")
IN_WORDS = listed("bằng chữ | viết bằng chữ | số tiền bằng chữ | bằng chữ là")
ATTENDANCES = "lượt"

# What an answer without figures is called when it is shown.
STATE_WORDS = {
    "nil": "không tổ chức",
    "not_applicable": "không thuộc diện",
    "pending": "chưa có số liệu",
}
YES_WORD, NO_WORD = "có", "không"
