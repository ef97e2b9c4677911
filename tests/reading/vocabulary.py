"""What officials count for each row of the built-in form, written from its labels and from talk.

Nothing here is taken from the word lists of the program, so that a word it does not know shows as
a phrase that it has to ask about, and a word it takes for the wrong thing as a wrong figure.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RowWords:
    """How people speak of one row.

    `things` and `people` count the row's own two cells (`things` alone for a single figure,
    whatever column it stands in), `strangers` count something else, `topics` name the activity,
    `verbs` lead to the figure. `kinds` are own nouns that may be added up ("5 tin và 3 bài").
    """

    code: str
    things: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    strangers: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    in_people_column: bool = False
    is_money: bool = False


CLASSES = ("lớp", "lớp học", "lớp tập huấn", "lớp bồi dưỡng", "buổi", "buổi học", "khóa")
ANYBODY = ("người", "học viên", "người tham gia", "người dự")
CLASS_STRANGERS = (
    "thôn", "xã", "điểm cầu", "quyển tài liệu", "băng rôn", "phần quà", "máy tính", "phòng học",
    "bản làng", "km", "chuyên đề nhỏ", "suất ăn",
)  # fmt: skip
EVENT_STRANGERS = (
    "thôn", "trường", "phần quà", "giải thưởng", "giấy khen", "quyển sách", "băng rôn", "xe ô tô",
    "tiết mục", "km", "sân bóng", "bộ loa",
)  # fmt: skip
EVENT_VERBS = ("tổ chức", "tổ chức được", "đã tổ chức", "thực hiện", "diễn ra", "phối hợp tổ chức")
CLASS_VERBS = ("mở", "mở được", "tổ chức", "đã mở", "tổ chức được", "phối hợp mở")
GIVEN_STRANGERS = (
    "lớp",
    "trường",
    "thôn",
    "em",
    "học sinh",
    "điểm trường",
    "thư viện",
    "suất quà",
)


def _class_row(code: str, people: tuple[str, ...], *topics: str) -> RowWords:
    return RowWords(
        code, CLASSES, (*ANYBODY, *people), CLASS_STRANGERS, topics, CLASS_VERBS
    )  # fmt: skip


OFFICIALS = ("cán bộ", "công chức", "cán bộ công chức", "đồng chí", "viên chức", "cán bộ xã")
WORKERS = ("công nhân", "lao động", "người lao động", "bà con", "hội viên", "đoàn viên")
PUPILS = ("em", "học sinh", "hs", "cháu", "em học sinh", "bạn học sinh")
TEACHERS = ("giáo viên", "gv", "thầy cô", "thầy cô giáo", "cô giáo")

ROWS: tuple[RowWords, ...] = (
    _class_row("1.1", OFFICIALS, "bồi dưỡng chuyên môn", "bồi dưỡng nghiệp vụ cho cán bộ"),
    _class_row("1.2", OFFICIALS, "bồi dưỡng ngoại ngữ", "lớp tiếng Anh cho cán bộ"),
    _class_row("1.3", OFFICIALS, "bồi dưỡng tin học", "tin học cho công chức"),
    _class_row("1.4", WORKERS, "bồi dưỡng tay nghề", "nâng cao tay nghề cho công nhân"),
    _class_row("1.4a", WORKERS, "học nghề", "dạy nghề cho lao động nông thôn"),
    _class_row("1.5", OFFICIALS + WORKERS, "nâng cao trình độ văn hóa"),
    _class_row("1.6", PUPILS, "kỹ năng sống", "giáo dục kỹ năng sống cho học sinh"),
    _class_row("1.7", WORKERS, "phổ biến pháp luật", "tuyên truyền kiến thức pháp luật"),
    _class_row("1.8", TEACHERS, "bồi dưỡng thường xuyên", "bồi dưỡng thường xuyên cho giáo viên"),
    _class_row("1.9", OFFICIALS, "tập huấn cán bộ trung tâm học tập cộng đồng"),
    _class_row("1.10", ("học viên", "em"), "phổ cập THCS", "lớp phổ cập"),
    _class_row("1.11", ("học viên", "chị em", "bà con"), "xóa mù chữ", "lớp xóa mù"),
    _class_row("1.12", WORKERS + OFFICIALS, "tập huấn kỹ thuật trồng chè", "lớp sơ cấp cứu"),
    RowWords(
        "2", ("tin", "bài", "tin bài", "bài viết", "bản tin", "tin, bài", "bài đăng", "video"),
        (), ("lượt xem", "lượt chia sẻ", "loa phát thanh", "thôn", "hình ảnh", "nhóm Zalo", "cụm loa",
             "người theo dõi", "ngày", "phút"),
        ("tin bài", "tuyên truyền", "tin bài trên đài truyền thanh"),
        ("đăng", "đăng được", "viết", "đã đăng", "phát"), ("tin", "bài", "video", "phóng sự"),
    ),
    RowWords(
        "3", ("băng rôn", "khẩu hiệu", "tờ rơi", "áp phích", "pa nô", "tờ", "quyển", "ấn phẩm"),
        (), ("điểm", "thôn", "trường", "tuyến đường", "m vải", "cổng chào", "hộ dân", "ngã tư",
             "nhà văn hóa", "người"),
        ("băng rôn, khẩu hiệu", "ấn phẩm tuyên truyền", "tuyên truyền trực quan"),
        ("treo", "in", "treo được", "phát", "đã treo"), ("băng rôn", "khẩu hiệu", "áp phích", "pa nô"),
    ),
    RowWords(
        "4.1", ("tập thể", "lớp", "trường", "cơ quan", "đơn vị", "chi đoàn", "chi hội", "đoàn thể"),
        (), ("em", "học sinh", "quyển sách", "cuốn sách", "phụ huynh", "thùng sách", "triệu đồng"),
        ("tập thể tặng sách", "quyên góp sách"), ("có", "huy động", "đã có", "vận động được"),
        ("lớp", "cơ quan", "chi đoàn", "doanh nghiệp"),
    ),
    RowWords(
        "4.2", ("cá nhân", "người", "học sinh", "em", "giáo viên", "phụ huynh", "cán bộ", "nhà hảo tâm"),
        (), ("quyển sách", "cuốn sách", "lớp", "trường", "tập thể", "thùng sách", "thôn"),
        ("cá nhân tặng sách", "quyên góp sách"), ("có", "đã có", "vận động được"),
        ("giáo viên", "học sinh", "phụ huynh"), in_people_column=True,
    ),
    RowWords(
        "4.3", ("quyển", "cuốn", "quyển sách", "cuốn sách", "sách", "quyển truyện", "cuốn truyện"),
        (), (*GIVEN_STRANGERS, "chi đội", "giá sách", "bộ bàn ghế", "cá nhân", "tập thể"),
        ("tặng sách", "sách tặng thư viện", "sách cho các trường"),
        ("tặng", "quyên góp được", "đã tặng", "trao tặng", "tặng được"),
        ("quyển truyện", "quyển sách giáo khoa", "cuốn sách tham khảo"),
    ),
    RowWords(
        "5.1", ("cuộc", "buổi", "hội sách", "ngày hội", "ngày hội đọc sách"),
        (), ("học sinh", "em", "quyển sách", "gian hàng", "trường", "đầu sách", "lượt người", "thôn"),
        ("hội sách", "ngày hội đọc sách", "đường sách"), EVENT_VERBS,
    ),
    RowWords(
        "5.2", ("cuộc", "buổi", "cuộc trưng bày", "triển lãm", "cuộc triển lãm"),
        (), ("học sinh", "em", "quyển sách", "đầu sách", "trường", "tư liệu", "lượt người", "bức ảnh"),
        ("trưng bày sách", "triển lãm sách báo"), EVENT_VERBS,
    ),
    RowWords(
        "5.3", ("cuộc", "cuộc thi", "buổi", "hội thi"), (*ANYBODY, *PUPILS, "thí sinh"),
        EVENT_STRANGERS, ("thi tìm hiểu lịch sử", "tìm hiểu văn hóa địa phương"), EVENT_VERBS,
    ),
    RowWords(
        "5.4", ("cuộc", "cuộc thi", "buổi", "hội thi"), (*ANYBODY, *PUPILS, "thí sinh"),
        EVENT_STRANGERS, ("thi vẽ tranh theo sách", "thi kể chuyện theo sách"), EVENT_VERBS,
    ),
    RowWords(
        "6.1", ("cuộc", "buổi", "giải", "giải đấu", "hội thao"), (*ANYBODY, *PUPILS, "vận động viên"),
        EVENT_STRANGERS, ("thể thao", "giải bóng chuyền", "bóng đá"), EVENT_VERBS,
    ),
    RowWords(
        "6.2", ("cuộc", "buổi", "đêm", "chương trình", "hội diễn"), (*ANYBODY, *PUPILS, "khán giả"),
        EVENT_STRANGERS, ("văn nghệ", "giao lưu văn nghệ"), EVENT_VERBS,
    ),
    RowWords(
        "6.3", ("cuộc", "chuyến", "buổi", "lần"), (*ANYBODY, *PUPILS),
        EVENT_STRANGERS, ("tham quan bảo tàng", "thăm di tích lịch sử"), EVENT_VERBS,
    ),
    RowWords(
        "6.4", ("cuộc", "buổi", "buổi sinh hoạt", "hội nghị"), (*ANYBODY, "hội viên", "đại biểu"),
        EVENT_STRANGERS, ("sinh hoạt chuyên đề", "chuyên đề học tập suốt đời"), EVENT_VERBS,
    ),
    RowWords(
        "7.2", ("trường", "trung tâm", "cơ sở giáo dục", "cơ sở", "trường học"),
        (), ("học sinh", "em", "phụ huynh", "đại biểu", "băng rôn", "lớp", "tiết mục"),
        ("khai mạc", "lễ khai mạc ở trường"), ("có", "đã có", "tổng"),
        ("trường mầm non", "trường tiểu học", "trường THCS"),
    ),
    RowWords(
        "8", ("đơn vị", "trường", "cơ quan", "đoàn thể", "chi hội"),
        (), ("người", "buổi", "cuộc", "đại biểu", "học sinh", "hội viên", "tham luận"),
        ("hội thảo", "sinh hoạt chuyên đề"), ("có", "đã có", "tổng"),
        ("trường", "cơ quan", "chi đoàn"),
    ),
    RowWords(
        "9.1", ("tập thể", "đơn vị", "trường", "lớp", "chi đoàn", "cơ quan"),
        (), ("cá nhân", "em", "học sinh", "giấy khen", "phần quà", "cán bộ"),
        ("khen thưởng tập thể", "khen thưởng"), ("khen", "khen thưởng", "tặng giấy khen cho", "biểu dương"),
        ("trường", "chi đoàn", "cơ quan"),
    ),
    RowWords(
        "9.2", ("cá nhân", "người", "học sinh", "em", "cán bộ", "giáo viên"),
        (), ("tập thể", "lớp", "trường", "giấy khen", "phần quà", "chi đoàn"),
        ("khen thưởng cá nhân", "khen thưởng"), ("khen", "khen thưởng", "tặng giấy khen cho", "biểu dương"),
        ("giáo viên", "học sinh"), in_people_column=True,
    ),
    RowWords(
        "10.1", (), (), ("lớp", "buổi", "người", "băng rôn", "suất quà", "đơn vị", "hoạt động", "quyển sách"),
        ("ngân sách", "kinh phí ngân sách", "ngân sách nhà nước"),
        ("chi", "đã chi", "sử dụng", "hết", "cấp"), is_money=True,
    ),
    RowWords(
        "10.2", (), (), ("nhà hảo tâm", "doanh nghiệp", "đơn vị", "thùng sách", "suất học bổng", "phụ huynh",
                         "cá nhân", "bộ bàn ghế"),
        ("xã hội hóa", "kinh phí huy động", "nguồn tài trợ"),
        ("huy động được", "vận động", "ủng hộ", "được hỗ trợ"), is_money=True,
    ),
)  # fmt: skip

BY_CODE = {row.code: row for row in ROWS}
