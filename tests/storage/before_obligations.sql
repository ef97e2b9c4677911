BEGIN TRANSACTION;
CREATE TABLE address (
	id INTEGER NOT NULL, 
	channel VARCHAR NOT NULL, 
	bot VARCHAR NOT NULL, 
	chat VARCHAR NOT NULL, 
	person_id INTEGER, 
	sender_name VARCHAR NOT NULL, 
	conversation TEXT NOT NULL, 
	turn INTEGER NOT NULL, 
	heard_at DATETIME, 
	reached_at DATETIME, 
	failed_at DATETIME, 
	failure VARCHAR NOT NULL, 
	refused_joins INTEGER NOT NULL, 
	refused_at DATETIME, 
	PRIMARY KEY (id), 
	UNIQUE (channel, bot, chat), 
	FOREIGN KEY(person_id) REFERENCES person (id)
);
INSERT INTO "address" VALUES(1,'telegram','bot','Chị Hoa-1',1,'Chị Hoa','{"v":1,"seat":1,"prompt":4}',4,'2022-10-10 01:30:00.000000',NULL,NULL,'',0,NULL);
INSERT INTO "address" VALUES(2,'telegram','bot','Anh Ân-4',2,'Anh Ân','{"v":1,"seat":2,"prompt":6}',9,'2022-10-10 01:30:00.000000',NULL,NULL,'',0,NULL);
INSERT INTO "address" VALUES(3,'telegram','bot','Chị Bình-7',3,'Chị Bình','{"v":1,"stage":"photos","seat":3,"prompt":4,"undo":[{"code":"1.6","before":null,"after":{"state":"value","count":2,"people":30,"text":"","note":"","source":"chat","parts":[]}}],"shown":["overview"]}',4,'2022-10-10 01:30:00.000000',NULL,NULL,'',0,NULL);
INSERT INTO "address" VALUES(4,'telegram','bot','Anh Cường-10',4,'Anh Cường','{"v":1,"seat":4,"prompt":6}',7,'2022-10-10 01:30:00.000000',NULL,NULL,'',0,NULL);
CREATE TABLE answer (
	submission_id INTEGER NOT NULL, 
	code VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	count BIGINT, 
	people BIGINT, 
	text TEXT NOT NULL, 
	note TEXT NOT NULL, 
	source TEXT NOT NULL, 
	parts TEXT NOT NULL, 
	person_id INTEGER, 
	changed_at DATETIME NOT NULL, 
	PRIMARY KEY (submission_id, code), 
	FOREIGN KEY(submission_id) REFERENCES submission (id), 
	FOREIGN KEY(person_id) REFERENCES person (id)
);
INSERT INTO "answer" VALUES(1,'1.1','value',3,45,'','','chat','',2,'2022-10-10 01:30:00.000000');
INSERT INTO "answer" VALUES(1,'10.1','value',12500000,NULL,'','','chat','',2,'2022-10-10 01:30:00.000000');
INSERT INTO "answer" VALUES(2,'1.6','value',2,30,'','','chat','',3,'2022-10-10 01:30:00.000000');
INSERT INTO "answer" VALUES(3,'1.1','value',1,20,'','','chat','',4,'2022-10-10 01:30:00.000000');
CREATE TABLE audit (
	id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	person_id INTEGER, 
	actor VARCHAR NOT NULL, 
	inbox_id INTEGER, 
	campaign_id INTEGER, 
	submission_id INTEGER, 
	fact VARCHAR NOT NULL, 
	code VARCHAR NOT NULL, 
	"before" TEXT NOT NULL, 
	"after" TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(person_id) REFERENCES person (id), 
	FOREIGN KEY(inbox_id) REFERENCES inbox (id), 
	FOREIGN KEY(campaign_id) REFERENCES campaign (id), 
	FOREIGN KEY(submission_id) REFERENCES submission (id)
);
INSERT INTO "audit" VALUES(1,'2022-10-10 01:30:00.000000',1,'',2,NULL,NULL,'Joined','','','{"invite_id":"1","person_name":"Chị Hoa","notice":"2026-01"}');
INSERT INTO "audit" VALUES(2,'2022-10-10 01:30:00.000000',2,'',4,NULL,NULL,'Joined','','','{"invite_id":"2","person_name":"Anh Ân","notice":"2026-01"}');
INSERT INTO "audit" VALUES(3,'2022-10-10 01:30:00.000000',3,'',6,NULL,NULL,'Joined','','','{"invite_id":"3","person_name":"Chị Bình","notice":"2026-01"}');
INSERT INTO "audit" VALUES(4,'2022-10-10 01:30:00.000000',4,'',8,NULL,NULL,'Joined','','','{"invite_id":"4","person_name":"Anh Cường","notice":"2026-01"}');
INSERT INTO "audit" VALUES(5,'2022-10-10 01:30:00.000000',2,'',9,1,1,'AnswerRecorded','1.1','','{"state":"value","count":3,"people":45,"source":"chat"}');
INSERT INTO "audit" VALUES(6,'2022-10-10 01:30:00.000000',2,'',10,1,1,'AnswerRecorded','10.1','','{"state":"value","count":12500000,"source":"chat"}');
INSERT INTO "audit" VALUES(7,'2022-10-10 01:30:00.000000',2,'',14,1,1,'Submitted','','','{"submission_id":"1","version":"1","at":"2022-10-10 08:30:00+07:00","late_days":"0","receipt":"T0031CODEX","attested_nil":"False"}');
INSERT INTO "audit" VALUES(8,'2022-10-10 01:30:00.000000',3,'',16,1,2,'AnswerRecorded','1.6','','{"state":"value","count":2,"people":30,"source":"chat"}');
INSERT INTO "audit" VALUES(9,'2022-10-10 01:30:00.000000',4,'',18,1,3,'AnswerRecorded','1.1','','{"state":"value","count":1,"people":20,"source":"chat"}');
INSERT INTO "audit" VALUES(10,'2022-10-10 01:30:00.000000',4,'',21,1,3,'Submitted','','','{"submission_id":"3","version":"1","at":"2022-10-10 08:30:00+07:00","late_days":"0","receipt":"T0045CODEX","attested_nil":"False"}');
INSERT INTO "audit" VALUES(11,'2022-10-10 01:30:00.000000',1,'',24,1,3,'SentBack','','','{"submission_id":"3","reason":"1.1 chưa khớp","rows":"1.1"}');
INSERT INTO "audit" VALUES(12,'2022-10-13 01:30:00.000000',NULL,'dòng lệnh',NULL,1,NULL,'TotalIssued','','','{"campaign_id":"1","number":"1","kind":"xlsx"}');
CREATE TABLE campaign (
	id INTEGER NOT NULL, 
	slug VARCHAR NOT NULL, 
	title VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	period_start DATE NOT NULL, 
	period_end DATE NOT NULL, 
	deadline_phrase VARCHAR NOT NULL, 
	last_instant DATETIME, 
	issuer VARCHAR NOT NULL, 
	receiver VARCHAR NOT NULL, 
	body VARCHAR NOT NULL, 
	previous VARCHAR NOT NULL, 
	forms TEXT NOT NULL, 
	photos_min INTEGER NOT NULL, 
	report_file VARCHAR NOT NULL, 
	upward TEXT NOT NULL, 
	source TEXT NOT NULL, 
	created_at DATETIME NOT NULL, 
	opened_at DATETIME, 
	closed_at DATETIME, 
	PRIMARY KEY (id), 
	UNIQUE (slug)
);
INSERT INTO "campaign" VALUES(1,'muong-te-2022','Tuần lễ hưởng ứng học tập suốt đời năm 2022','open','2022-10-01','2022-10-07','trước ngày 14/10/2022','2022-10-13 16:59:59.000000','UBND huyện Mường Tè','Phòng Giáo dục và Đào tạo huyện','UBND huyện Mường Tè','','{"":"phu-luc-ii-2022"}',0,'','{}','slug = "muong-te-2022"
title = "Tuần lễ hưởng ứng học tập suốt đời năm 2022"
form = "phu-luc-ii-2022"
period = { start = 2022-10-01, end = 2022-10-07 }
deadline = "trước ngày 14/10/2022"
issuer = "UBND huyện Mường Tè"
receiver = "Phòng Giáo dục và Đào tạo huyện"
units = "units.csv"
photos_min = 1
','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000',NULL);
CREATE TABLE file (
	id INTEGER NOT NULL, 
	submission_id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	path VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	mime VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	size INTEGER NOT NULL, 
	caption TEXT NOT NULL, 
	code VARCHAR NOT NULL, 
	album VARCHAR NOT NULL, 
	person_id INTEGER, 
	received_at DATETIME NOT NULL, 
	removed_at DATETIME, 
	PRIMARY KEY (id), 
	FOREIGN KEY(submission_id) REFERENCES submission (id), 
	FOREIGN KEY(person_id) REFERENCES person (id)
);
CREATE TABLE form (
	id INTEGER NOT NULL, 
	slug VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	body TEXT NOT NULL, 
	added_at DATETIME NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (slug, version)
);
INSERT INTO "form" VALUES(1,'phu-luc-ii-2022',1,'slug = "phu-luc-ii-2022"
title = "MẪU TỔNG HỢP SỐ LIỆU KẾT QUẢ TỔ CHỨC\nTUẦN LỄ HƯỞNG ỨNG HỌC TẬP SUỐT ĐỜI NĂM {year}"
annex = "Phụ lục II"
year = 2022
version = 1
columns = ["TT", "Nội dung các hoạt động", "Đơn vị", "Số lớp/số cuộc thi", "Người", "Ghi chú"]
quantity_head = "Số lượng"
source = "Kế hoạch Tuần lễ hưởng ứng học tập suốt đời năm 2022, huyện Mường Tè, tỉnh Lai Châu"

[measures.m1]
word = "lớp"
accepted = ["lớp học", "lớp bồi dưỡng", "lớp tập huấn", "buổi", "buổi học", "buổi tập huấn", "khóa", "khóa học", "khóa bồi dưỡng"]
doubtful = ["đợt", "tiết", "ngày", "cuộc", "nhóm"]
ceiling = 200

[measures.m2]
word = "người"
accepted = ["ng", "học viên", "hv", "học sinh", "hs", "sinh viên", "sv", "em", "cháu", "thí sinh", "giáo viên", "gv", "cán bộ", "cb", "công chức", "viên chức", "cbccvc", "cbgv", "cbgvnv", "nhân viên", "nv", "người dân", "lao động", "người lao động", "công nhân", "nông dân", "đại biểu", "báo cáo viên", "cán bộ quản lý", "cbql", "hội viên", "đoàn viên", "thanh niên", "phụ nữ", "thành viên", "phụ huynh", "lượt người"]
doubtful = ["hộ", "hộ gia đình", "gia đình", "đội", "nhóm", "lượt", "suất"]
ceiling = 5000

[measures.m3]
word = "đồng"
accepted = ["đ", "vnđ", "vnd"]
doubtful = ["suất", "phần quà", "suất quà", "usd", "đô la"]
ceiling = 500000000

[[row]]
code = "1"
kind = "total"
bold = true
label = "Các lớp bồi dưỡng, tập huấn tổ chức trong tuần lễ"
measure_label = "Lớp"
short = "Các lớp bồi dưỡng, tập huấn"
gate = "Trong Tuần lễ, đơn vị có tổ chức lớp bồi dưỡng, tập huấn nào không?"
cells = ["count", "people"]
count = "m1"
people = "m2"

[[row]]
code = "1.1"
parent = "1"
kind = "pair"
label = "Bồi dưỡng nâng cao trình độ chuyên môn, nghiệp vụ cho cán bộ công chức, viên chức (các cấp)"
measure_label = "Lớp/người"
short = "Chuyên môn, nghiệp vụ cho cán bộ"
question = "Bồi dưỡng chuyên môn, nghiệp vụ cho cán bộ, công chức, viên chức: mấy lớp, bao nhiêu người?"
example = "3 lớp 45 người"
words = ["chuyên môn", "nghiệp vụ", "chuyên môn nghiệp vụ", "bồi dưỡng nghiệp vụ"]
count = "m1"
people = "m2"

[[row]]
code = "1.2"
parent = "1"
kind = "pair"
label = "Bồi dưỡng nâng cao trình độ ngoại ngữ, cho cán bộ công chức, viên chức (các cấp)"
measure_label = "Lớp/người"
short = "Ngoại ngữ cho cán bộ"
question = "Bồi dưỡng ngoại ngữ cho cán bộ, công chức, viên chức: mấy lớp, bao nhiêu người?"
example = "1 lớp 20 người"
words = ["ngoại ngữ", "tiếng anh"]
count = "m1"
people = "m2"

[[row]]
code = "1.3"
parent = "1"
kind = "pair"
label = "Bồi dưỡng nâng cao trình độ tin học, cho cán bộ công chức, viên chức (các cấp)"
measure_label = "Lớp/người"
short = "Tin học cho cán bộ"
question = "Bồi dưỡng tin học cho cán bộ, công chức, viên chức: mấy lớp, bao nhiêu người?"
example = "2 lớp 50 người"
words = ["tin học", "máy tính", "công nghệ thông tin", "cntt"]
count = "m1"
people = "m2"

[[row]]
code = "1.4"
parent = "1"
kind = "pair"
label = "Bồi dưỡng nâng cao trình độ tay nghề cho công nhân lao động"
measure_label = "Lớp/người"
short = "Tay nghề cho công nhân lao động"
question = "Bồi dưỡng tay nghề cho công nhân lao động: mấy lớp, bao nhiêu người?"
example = "1 lớp 30 người"
words = ["tay nghề", "nâng cao tay nghề"]
count = "m1"
people = "m2"

[[row]]
code = "1.4a"
printed = ""
parent = "1"
kind = "pair"
label = "Học nghề cho lao động nông thôn"
measure_label = "Lớp/người"
short = "Học nghề cho lao động nông thôn"
question = "Lớp học nghề cho lao động nông thôn: mấy lớp, bao nhiêu người?"
example = "2 lớp 70 học viên"
words = ["học nghề", "dạy nghề", "đào tạo nghề", "lao động nông thôn"]
count = "m1"
people = "m2"

[[row]]
code = "1.5"
parent = "1"
kind = "pair"
label = "Nâng cao trình độ văn hóa cho cán bộ công chức cấp xã, người lao động trong các khu công nghiệp, khu chế xuất"
measure_label = "Lớp/người"
short = "Trình độ văn hóa cho cán bộ xã, công nhân"
question = "Lớp nâng cao trình độ văn hóa cho cán bộ cấp xã, người lao động khu công nghiệp: mấy lớp, bao nhiêu người?"
example = "1 lớp 25 người"
words = ["trình độ văn hóa", "bổ túc văn hóa", "khu công nghiệp", "khu chế xuất"]
count = "m1"
people = "m2"

[[row]]
code = "1.6"
parent = "1"
kind = "pair"
label = "Giáo dục kỹ năng sống cho học sinh"
measure_label = "Lớp/người"
short = "Kỹ năng sống cho học sinh"
question = "Giáo dục kỹ năng sống cho học sinh: mấy lớp (buổi) bồi dưỡng, bao nhiêu em tham gia?"
example = "4 buổi 160 em"
words = ["kỹ năng sống", "kĩ năng sống"]
count = "m1"
people = "m2"

[[row]]
code = "1.7"
parent = "1"
kind = "pair"
label = "Phổ biến kiến thức khoa học, kiến thức pháp luật cho người lao động"
measure_label = "Lớp/người"
short = "Kiến thức khoa học, pháp luật"
question = "Phổ biến kiến thức khoa học, pháp luật cho người lao động: mấy lớp (buổi), bao nhiêu người?"
example = "1 buổi 80 người"
words = ["pháp luật", "kiến thức khoa học", "kiến thức pháp luật", "phổ biến pháp luật", "phổ biến kiến thức"]
count = "m1"
people = "m2"

[[row]]
code = "1.8"
parent = "1"
kind = "pair"
label = "Bồi dưỡng thường xuyên cho giáo viên"
measure_label = "Lớp/người"
short = "Bồi dưỡng thường xuyên giáo viên"
question = "Bồi dưỡng thường xuyên cho giáo viên: mấy lớp, bao nhiêu giáo viên?"
example = "2 lớp 46 giáo viên"
words = ["bồi dưỡng thường xuyên", "bdtx", "bồi dưỡng giáo viên", "tập huấn giáo viên"]
count = "m1"
people = "m2"

[[row]]
code = "1.9"
parent = "1"
kind = "pair"
label = "Bồi dưỡng, tập huấn cho cán bộ quản lý, báo cáo viên trung tâm học tập cộng đồng"
measure_label = "Lớp/người"
short = "Cán bộ, báo cáo viên TTHTCĐ"
question = "Bồi dưỡng, tập huấn cho cán bộ quản lý, báo cáo viên trung tâm học tập cộng đồng: mấy lớp, bao nhiêu người?"
example = "1 lớp 15 người"
words = ["trung tâm học tập cộng đồng", "tthtcđ", "học tập cộng đồng", "báo cáo viên"]
count = "m1"
people = "m2"

[[row]]
code = "1.10"
parent = "1"
kind = "pair"
label = "Phổ cập giáo dục THCS"
measure_label = "Lớp/người"
short = "Phổ cập giáo dục THCS"
question = "Lớp phổ cập giáo dục trung học cơ sở: mấy lớp, bao nhiêu người học?"
example = "1 lớp 18 học viên"
words = ["phổ cập", "phổ cập giáo dục", "phổ cập thcs"]
count = "m1"
people = "m2"

[[row]]
code = "1.11"
parent = "1"
kind = "pair"
label = "Xóa mù chữ, giáo dục tiếp tục sau khi biết chữ"
measure_label = "Lớp/người"
short = "Xóa mù chữ, sau biết chữ"
question = "Lớp xóa mù chữ, giáo dục tiếp tục sau khi biết chữ: mấy lớp, bao nhiêu người học?"
example = "1 lớp 24 học viên"
words = ["xóa mù", "xóa mù chữ", "xmc", "sau biết chữ", "sau khi biết chữ"]
count = "m1"
people = "m2"

[[row]]
code = "1.12"
parent = "1"
kind = "pair"
label = "Các lớp bồi dưỡng, tập huấn khác"
measure_label = "Lớp/người"
short = "Lớp bồi dưỡng, tập huấn khác"
question = "Còn lớp bồi dưỡng, tập huấn nào khác không: mấy lớp, bao nhiêu người, về nội dung gì?"
example = "1 lớp 40 người, kỹ thuật trồng chè"
words = ["tập huấn khác", "bồi dưỡng khác", "lớp khác"]
count = "m1"
people = "m2"

[[row]]
code = "2"
kind = "count"
bold = true
label = "Số tin, bài về các hoạt động Tuần lễ"
measure_label = "Tin, bài/cuộc"
short = "Tin, bài về Tuần lễ"
question = "Đơn vị đã đăng, phát bao nhiêu tin, bài về Tuần lễ (đài truyền thanh, trang thông tin, mạng xã hội)?"
example = "5 tin 3 bài"
words = ["tin bài", "tin, bài", "bài viết", "bài đăng", "bản tin"]
[row.count]
word = "tin, bài"
accepted = ["tin", "bài", "tin bài", "cuộc", "bài viết", "bài báo", "bài đăng", "bản tin", "phóng sự", "tin tức", "video", "clip"]
doubtful = ["lần phát thanh", "lượt phát thanh", "buổi phát thanh", "lần", "lượt"]
ceiling = 500

[[row]]
code = "3"
kind = "count"
bold = true
label = "Ấn phẩm, thông tin (tờ rơi, áp phích, băng zôn, khẩu hiệu)"
measure_label = "Quyển/tờ"
short = "Ấn phẩm, băng rôn, khẩu hiệu"
question = "Tất cả có bao nhiêu ấn phẩm tuyên truyền (tờ rơi, áp phích, băng rôn, khẩu hiệu …)?"
example = "4 băng rôn, 200 tờ rơi"
words = ["ấn phẩm", "tờ rơi", "tờ gấp", "áp phích", "băng rôn", "băng zôn", "băng ron", "băng-rôn", "khẩu hiệu", "pa nô", "biểu ngữ", "phướn"]
[row.count]
word = "quyển/tờ"
accepted = ["quyển", "tờ", "cuốn", "tờ rơi", "tờ gấp", "áp phích", "poster", "băng rôn", "băng zôn", "băng ron", "băng-rôn", "băng dôn", "khẩu hiệu", "biểu ngữ", "phướn", "cờ phướn", "pa nô", "pano", "panô", "ấn phẩm", "cái", "chiếc", "tấm", "bảng", "standee"]
doubtful = ["bộ", "thùng", "loại", "lượt", "mét", "m2"]
ceiling = 10000

[[row]]
code = "4"
kind = "header"
bold = true
label = "Phát động các phong trào và tổ chức quyên góp giúp xây dựng tủ sách lớp học, xây dựng thư viện trường học"
short = "Quyên góp, tặng sách"
gate = "Trong Tuần lễ, đơn vị có tổ chức quyên góp, tặng sách cho lớp học, thư viện không?"

[[row]]
code = "4.1"
parent = "4"
kind = "count"
label = "Số tập thể tặng sách"
measure_label = "Tập thể"
short = "Tập thể tặng sách"
question = "Bao nhiêu tập thể đã tặng sách (tính cả lớp, trường, cơ quan, đoàn thể)?"
example = "6 tập thể"
words = ["tập thể tặng sách"]
[row.count]
word = "tập thể"
accepted = ["lớp", "trường", "cơ quan", "đơn vị", "chi đoàn", "chi hội", "chi đội", "liên đội", "tổ", "đoàn thể", "ban ngành", "nhóm", "câu lạc bộ", "clb", "công ty", "doanh nghiệp", "thôn", "bản", "hội", "phòng"]
doubtful = ["người", "cá nhân", "học sinh", "quyển", "cuốn", "hộ", "gia đình", "lượt"]
ceiling = 500

[[row]]
code = "4.2"
parent = "4"
kind = "count"
label = "Số cá nhân tặng sách"
measure_label = "Cá nhân"
short = "Cá nhân tặng sách"
question = "Bao nhiêu cá nhân đã tặng sách?"
example = "28 người"
cells = ["people"]
words = ["cá nhân tặng sách", "người tặng sách"]
[row.people]
word = "cá nhân"
accepted = ["người", "ng", "học sinh", "hs", "em", "cháu", "sinh viên", "giáo viên", "gv", "cán bộ", "cb", "công chức", "viên chức", "nhân viên", "phụ huynh", "người dân", "hội viên", "đoàn viên", "thanh niên", "thành viên", "mạnh thường quân", "nhà hảo tâm"]
doubtful = ["tập thể", "lớp", "trường", "quyển", "cuốn", "hộ", "gia đình", "lượt"]
ceiling = 5000

[[row]]
code = "4.3"
parent = "4"
kind = "count"
label = "Số sách đã tặng cho các trường, thư viện"
measure_label = "Quyển"
short = "Sách đã tặng trường, thư viện"
question = "Đã tặng các trường, thư viện tất cả bao nhiêu quyển sách?"
example = "250 quyển"
words = ["sách đã tặng", "sách tặng", "tặng sách", "quyển sách", "cuốn sách", "quyên góp sách"]
[row.count]
word = "quyển"
accepted = ["cuốn", "quyển sách", "cuốn sách", "sách", "bản sách", "truyện", "quyển truyện", "cuốn truyện"]
doubtful = ["đầu sách", "tủ sách", "thùng sách", "bộ sách", "bộ", "thùng", "tủ", "kệ", "quyển tập", "quyển vở", "cuốn tập", "cuốn vở", "vở", "tập", "tờ báo", "kg"]
ceiling = 10000

[[row]]
code = "5"
kind = "total"
bold = true
complete = false
label = "Tổ chức các cuộc thi, các buổi tọa đàm về khuyến đọc, khuyến học và xây dựng xã hội học tập"
measure_label = "Số cuộc"
short = "Cuộc thi, tọa đàm khuyến đọc, khuyến học"
gate = "Trong Tuần lễ, đơn vị có tổ chức hội sách, trưng bày sách, cuộc thi hay buổi tọa đàm nào về đọc sách, học tập không?"
cells = ["count"]
[row.count]
word = "cuộc"
accepted = ["buổi", "cuộc thi", "hội thi", "tọa đàm", "buổi tọa đàm", "cuộc tọa đàm"]
doubtful = ["người", "đợt", "ngày"]
ceiling = 200

[[row]]
code = "5.1"
parent = "5"
kind = "count"
label = "Hội sách, đường sách, phố sách"
measure_label = "Số cuộc"
short = "Hội sách, đường sách, phố sách"
question = "Hội sách, đường sách, phố sách: đơn vị tổ chức mấy cuộc?"
example = "1 cuộc"
words = ["hội sách", "đường sách", "phố sách", "ngày hội đọc sách"]
[row.count]
word = "cuộc"
accepted = ["buổi", "hội sách", "đường sách", "phố sách", "ngày hội"]
doubtful = ["người", "gian", "gian hàng", "ngày", "đợt", "lượt", "quyển", "cuốn"]
ceiling = 200

[[row]]
code = "5.2"
parent = "5"
kind = "count"
label = "Trung bày, triển lãm sách báo, tư liệu"
measure_label = "Số cuộc"
short = "Trưng bày, triển lãm sách báo, tư liệu"
question = "Trưng bày, triển lãm sách báo, tư liệu: đơn vị tổ chức mấy cuộc?"
example = "2 cuộc"
words = ["trưng bày", "triển lãm", "trưng bày sách", "trung bày"]
[row.count]
word = "cuộc"
accepted = ["buổi", "triển lãm", "trưng bày", "cuộc trưng bày", "cuộc triển lãm", "buổi trưng bày"]
doubtful = ["người", "gian", "gian hàng", "ngày", "đợt", "lượt", "quyển", "cuốn", "tư liệu", "hiện vật", "bức"]
ceiling = 200

[[row]]
code = "5.3"
parent = "5"
kind = "pair"
label = "Thi tìm hiểu, học tập lịch sử, văn hóa địa phương tại các bảo tàng, di tích"
measure_label = "Số cuộc /người"
short = "Thi tìm hiểu lịch sử, văn hóa địa phương"
question = "Thi tìm hiểu lịch sử, văn hóa địa phương tại bảo tàng, di tích: mấy cuộc, bao nhiêu người dự?"
example = "1 cuộc 120 em"
words = ["thi tìm hiểu", "tìm hiểu lịch sử", "văn hóa địa phương", "lịch sử địa phương"]
people = "m2"
[row.count]
word = "cuộc"
accepted = ["cuộc thi", "hội thi", "buổi", "buổi thi", "lần"]
doubtful = ["đợt", "ngày", "đội", "bài thi", "bài dự thi"]
ceiling = 200

[[row]]
code = "5.4"
parent = "5"
kind = "pair"
label = "Thi vẽ sách (thi xếp sách nghệ thuật, thi vẽ tranh theo sách, thi tìm hiểu kiến thức qua sách báo, thi thiếu nhi kể chuyện theo sách, thi viết cảm nhận qua việc đọc sách"
measure_label = "Số cuộc /người"
short = "Thi vẽ, xếp sách, kể chuyện theo sách"
question = "Các cuộc thi về sách (xếp sách nghệ thuật, vẽ tranh, kể chuyện theo sách, viết cảm nhận …): mấy cuộc, bao nhiêu người dự?"
example = "2 cuộc 85 em"
words = ["thi vẽ", "vẽ tranh", "thi vẽ sách", "xếp sách", "kể chuyện", "kể chuyện theo sách", "cảm nhận", "thi viết"]
people = "m2"
[row.count]
word = "cuộc"
accepted = ["cuộc thi", "hội thi", "buổi", "buổi thi", "lần"]
doubtful = ["đợt", "ngày", "đội", "bài thi", "bài dự thi", "tranh", "bức tranh"]
ceiling = 200

[[row]]
code = "6"
kind = "total"
bold = true
label = "Tổ chức hoạt động văn nghệ, thể thao, thăm quan, sinh hoạt chuyên đề"
measure_label = "Số cuộc /người"
short = "Văn nghệ, thể thao, tham quan, chuyên đề"
gate = "Trong Tuần lễ, đơn vị có tổ chức văn nghệ, thể thao, tham quan hay sinh hoạt chuyên đề không?"
cells = ["count", "people"]
people = "m2"
[row.count]
word = "cuộc"
accepted = ["buổi", "hoạt động", "lần"]
doubtful = ["đợt", "ngày", "đội", "trận", "tiết mục"]
ceiling = 200

[[row]]
code = "6.1"
parent = "6"
kind = "pair"
label = "Hoạt động thể dục, thể thao"
measure_label = "Số cuộc /người"
short = "Thể dục, thể thao"
question = "Hoạt động thể dục, thể thao: mấy cuộc, bao nhiêu người tham gia?"
example = "3 cuộc 200 người"
words = ["thể dục", "thể thao", "thể dục thể thao", "tdtt", "bóng đá", "bóng chuyền", "kéo co"]
people = "m2"
[row.count]
word = "cuộc"
accepted = ["buổi", "hoạt động", "giải", "giải đấu", "hội thao", "hội thi", "lần"]
doubtful = ["đợt", "ngày", "đội", "trận", "môn"]
ceiling = 200

[[row]]
code = "6.2"
parent = "6"
kind = "pair"
label = "Hoạt động văn nghệ"
measure_label = "Số cuộc /người"
short = "Văn nghệ"
question = "Hoạt động văn nghệ: mấy cuộc, bao nhiêu người tham gia?"
example = "1 buổi 300 người"
words = ["văn nghệ", "giao lưu văn nghệ", "biểu diễn văn nghệ"]
people = "m2"
[row.count]
word = "cuộc"
accepted = ["buổi", "hoạt động", "đêm", "chương trình", "hội diễn", "hội thi", "lần"]
doubtful = ["đợt", "ngày", "đội", "tiết mục"]
ceiling = 200

[[row]]
code = "6.3"
parent = "6"
kind = "pair"
label = "Thăm quan, học tập tại bảo tàng, di tích lịch sử"
measure_label = "Số cuộc /người"
short = "Tham quan bảo tàng, di tích lịch sử"
question = "Tham quan, học tập tại bảo tàng, di tích lịch sử: mấy cuộc, bao nhiêu người đi?"
example = "1 chuyến 50 em"
words = ["tham quan", "thăm quan", "bảo tàng", "di tích"]
people = "m2"
[row.count]
word = "cuộc"
accepted = ["buổi", "chuyến", "chuyến đi", "hoạt động", "lần"]
doubtful = ["đợt", "ngày", "đoàn", "điểm"]
ceiling = 200

[[row]]
code = "6.4"
parent = "6"
kind = "pair"
label = "Sinh hoạt chuyên đề học tập suốt đời, xã hội học tập"
measure_label = "Số cuộc /người"
short = "Chuyên đề học tập suốt đời"
question = "Sinh hoạt chuyên đề về học tập suốt đời, xã hội học tập: mấy cuộc, bao nhiêu người dự?"
example = "2 buổi 90 người"
counterpart = "8"
words = ["sinh hoạt chuyên đề", "chuyên đề", "chuyên đề học tập suốt đời"]
people = "m2"
[row.count]
word = "cuộc"
accepted = ["buổi", "buổi sinh hoạt", "chuyên đề", "hoạt động", "hội nghị", "lần"]
doubtful = ["đợt", "ngày", "đơn vị"]
ceiling = 200

[[row]]
code = "7"
kind = "header"
bold = true
label = "Tổ chức khai mạc Tuần lễ"
short = "Khai mạc Tuần lễ"
gate = "Trong Tuần lễ, đơn vị có tổ chức lễ khai mạc (ở xã hoặc ở trường, trung tâm) không?"

[[row]]
code = "7.1"
parent = "7"
kind = "yes_no"
label = "Số xã tổ chức Lễ khai mạc Tuần lễ"
measure_label = "xã"
short = "Lễ khai mạc cấp xã"
question = "Xã (phường, thị trấn) có tổ chức Lễ khai mạc Tuần lễ không?"
example = "có"
at_most = 1
asked = [
  { kinds = ["xã", "phường", "thị trấn", "đặc khu"], at_most = 1 },
  { kinds = ["huyện", "quận", "thị xã", "thành phố", "tỉnh"], kind = "count", question = "Bao nhiêu xã, phường, thị trấn trực thuộc đã tổ chức Lễ khai mạc Tuần lễ?", example = "9 xã", within = ["xã", "phường", "thị trấn", "đặc khu"] },
]
words = ["lễ khai mạc", "khai mạc", "khai mạc cấp xã"]
[row.count]
word = "xã"
accepted = ["phường", "thị trấn", "đặc khu", "lễ", "buổi", "buổi lễ", "lễ khai mạc", "đơn vị"]
doubtful = ["trường", "trung tâm", "người"]

[[row]]
code = "7.2"
parent = "7"
kind = "count"
label = "Số cơ sở giáo dục tổ chức Lễ khai mạc tuần lễ"
measure_label = "Trường/ trung tâm"
short = "Trường, trung tâm tổ chức khai mạc"
question = "Bao nhiêu trường, trung tâm trên địa bàn đã tổ chức Lễ khai mạc?"
example = "3 trường, 1 trung tâm"
asked = [
  { kinds = ["trường", "trung tâm", "mầm non", "mẫu giáo", "tiểu học", "thcs", "thpt", "mn", "th", "tthtcđ"], kind = "yes_no", question = "Trường (trung tâm) có tổ chức Lễ khai mạc Tuần lễ không?", example = "có", at_most = 1 },
  { kinds = ["xã", "phường", "thị trấn", "đặc khu"], at_most = 20, within = ["trường", "trung tâm", "mầm non", "mẫu giáo", "tiểu học", "thcs", "thpt", "mn", "th", "tthtcđ"] },
  { kinds = ["huyện", "quận", "thị xã", "thành phố", "tỉnh"], question = "Bao nhiêu trường, trung tâm trực thuộc đã tổ chức Lễ khai mạc?", within = ["trường", "trung tâm", "mầm non", "mẫu giáo", "tiểu học", "thcs", "thpt", "mn", "th", "tthtcđ"] },
]
words = ["trường khai mạc", "trường tổ chức khai mạc", "cơ sở giáo dục"]
[row.count]
word = "trường/trung tâm"
accepted = ["trường", "trung tâm", "cơ sở", "cơ sở giáo dục", "trường học", "đơn vị", "đơn vị trường", "tthtcđ"]
doubtful = ["điểm trường", "lớp", "buổi", "người", "học sinh"]
ceiling = 100

[[row]]
code = "8"
kind = "count"
bold = true
label = "Tổ chức hội thảo, sinh hoạt chuyên đề"
measure_label = "Đơn vị"
short = "Đơn vị tổ chức hội thảo, chuyên đề"
question = "Bao nhiêu đơn vị đã tổ chức hội thảo, sinh hoạt chuyên đề (đếm đơn vị, không đếm số buổi)?"
example = "2 đơn vị"
words = ["hội thảo", "đơn vị tổ chức hội thảo", "đơn vị tổ chức chuyên đề"]
[row.count]
word = "đơn vị"
accepted = ["trường", "cơ quan", "trung tâm", "đoàn thể", "ban ngành", "chi hội", "chi đoàn", "hội", "tổ chức"]
doubtful = ["buổi", "cuộc", "hội thảo", "chuyên đề", "hội nghị", "lần", "lớp", "người"]
ceiling = 100

[[row]]
code = "9"
kind = "header"
bold = true
label = "Khen thưởng về tổ chức Tuần lễ"
short = "Khen thưởng"
gate = "Trong Tuần lễ, đơn vị có tổ chức khen thưởng không?"

[[row]]
code = "9.1"
parent = "9"
kind = "count"
label = "Tập thể"
measure_label = "Đơn vị"
short = "Khen thưởng tập thể"
question = "Đã khen thưởng bao nhiêu tập thể vì tổ chức tốt Tuần lễ?"
example = "2 tập thể"
words = ["khen thưởng tập thể", "khen tập thể", "tập thể được khen"]
[row.count]
word = "tập thể"
accepted = ["tt", "đơn vị", "lớp", "trường", "cơ quan", "chi đoàn", "chi hội", "chi đội", "liên đội", "tổ", "đoàn thể", "trung tâm", "nhóm", "thôn", "bản"]
doubtful = ["người", "cá nhân", "học sinh", "giấy khen", "bằng khen", "đồng", "triệu"]
ceiling = 200

[[row]]
code = "9.2"
parent = "9"
kind = "count"
label = "Cá nhân"
measure_label = "Người"
short = "Khen thưởng cá nhân"
question = "Đã khen thưởng bao nhiêu cá nhân?"
example = "5 người"
cells = ["people"]
words = ["khen thưởng cá nhân", "khen cá nhân", "cá nhân được khen"]
[row.people]
word = "người"
accepted = ["cá nhân", "ng", "học sinh", "hs", "em", "cháu", "sinh viên", "giáo viên", "gv", "cán bộ", "cb", "công chức", "viên chức", "nhân viên", "hội viên", "đoàn viên", "thành viên", "người dân"]
doubtful = ["tập thể", "đơn vị", "lớp", "trường", "giấy khen", "bằng khen", "suất", "đồng", "triệu"]
ceiling = 5000

[[row]]
code = "10"
kind = "header"
bold = true
label = "Kinh phí"
short = "Kinh phí"
gate = "Trong Tuần lễ, đơn vị có tổ chức hoạt động nào dùng kinh phí (ngân sách hoặc huy động) không?"

[[row]]
code = "10.1"
parent = "10"
kind = "money"
label = "Ngân sách nhà nước"
measure_label = "đồng"
short = "Kinh phí từ ngân sách nhà nước"
question = "Ngân sách nhà nước đã chi cho Tuần lễ bao nhiêu?"
example = "12,5 triệu"
words = ["ngân sách", "ngân sách nhà nước", "nsnn", "kinh phí ns"]
count = "m3"

[[row]]
code = "10.2"
parent = "10"
kind = "money"
label = "Kinh phí hỗ trợ, huy động từ các nguồn hợp pháp khác (nếu có)"
measure_label = "đồng"
short = "Kinh phí hỗ trợ, huy động khác"
question = "Kinh phí hỗ trợ, huy động từ các nguồn hợp pháp khác là bao nhiêu?"
example = "5 triệu"
words = ["huy động", "xã hội hóa", "tài trợ", "ủng hộ", "nguồn khác", "kinh phí hỗ trợ"]
count = "m3"

[[row]]
code = "11"
kind = "text"
bold = true
label = "Các nội dung khác (nếu có)"
short = "Nội dung khác"
question = "Đơn vị còn nội dung nào khác muốn báo cáo không?"
example = "Trao 10 suất học bổng cho học sinh vượt khó"
words = ["nội dung khác"]
','2022-10-10 01:30:00.000000');
CREATE TABLE inbox (
	id INTEGER NOT NULL, 
	channel VARCHAR NOT NULL, 
	bot VARCHAR NOT NULL, 
	"key" VARCHAR NOT NULL, 
	address_id INTEGER NOT NULL, 
	body TEXT NOT NULL, 
	received_at DATETIME NOT NULL, 
	done_at DATETIME, 
	failure VARCHAR NOT NULL, 
	begun INTEGER DEFAULT '0' NOT NULL, 
	began_from TEXT, 
	PRIMARY KEY (id), 
	UNIQUE (channel, bot, "key"), 
	FOREIGN KEY(address_id) REFERENCES address (id)
);
INSERT INTO "inbox" VALUES(1,'telegram','bot','m2',1,'{"kind":"start","text":"T0001CODEX","sender_name":"Chị Hoa","message":"m2"}','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000','',0,'');
INSERT INTO "inbox" VALUES(2,'telegram','bot','m3',1,'{"kind":"text","text":"Đồng ý","sender_name":"Chị Hoa","message":"m3"}','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000','',0,'{"v":1,"stage":"consent","prompt":1,"invite":"T0001CODEX"}');
INSERT INTO "inbox" VALUES(3,'telegram','bot','m5',2,'{"kind":"start","text":"T0006CODEX","sender_name":"Anh Ân","message":"m5"}','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000','',0,'');
INSERT INTO "inbox" VALUES(4,'telegram','bot','m6',2,'{"kind":"text","text":"Đồng ý","sender_name":"Anh Ân","message":"m6"}','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000','',0,'{"v":1,"stage":"consent","prompt":1,"invite":"T0006CODEX"}');
INSERT INTO "inbox" VALUES(5,'telegram','bot','m8',3,'{"kind":"start","text":"T0011CODEX","sender_name":"Chị Bình","message":"m8"}','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000','',0,'');
INSERT INTO "inbox" VALUES(6,'telegram','bot','m9',3,'{"kind":"text","text":"Đồng ý","sender_name":"Chị Bình","message":"m9"}','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000','',0,'{"v":1,"stage":"consent","prompt":1,"invite":"T0011CODEX"}');
INSERT INTO "inbox" VALUES(7,'telegram','bot','m11',4,'{"kind":"start","text":"T0016CODEX","sender_name":"Anh Cường","message":"m11"}','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000','',0,'');
INSERT INTO "inbox" VALUES(8,'telegram','bot','m12',4,'{"kind":"text","text":"Đồng ý","sender_name":"Anh Cường","message":"m12"}','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000','',0,'{"v":1,"stage":"consent","prompt":1,"invite":"T0016CODEX"}');
INSERT INTO "inbox" VALUES(9,'telegram','bot','m13',2,'{"kind":"text","text":"sửa 1.1 3 lớp 45 người","sender_name":"Anh Ân","message":"m13"}','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000','',0,'{"v":1,"stage":"overview","seat":2,"prompt":3,"shown":["overview"]}');
INSERT INTO "inbox" VALUES(10,'telegram','bot','m14',2,'{"kind":"text","text":"sửa 10.1 thành 12500000 đồng","sender_name":"Anh Ân","message":"m14"}','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000','',0,'{"v":1,"stage":"overview","seat":2,"prompt":3,"undo":[{"code":"1.1","before":null,"after":{"state":"value","count":3,"people":45,"text":"","note":"","source":"chat","parts":[]}}],"shown":["overview"]}');
INSERT INTO "inbox" VALUES(11,'telegram','bot','m15',2,'{"kind":"text","text":"đúng","sender_name":"Anh Ân","message":"m15"}','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000','',0,'{"v":1,"stage":"overview","seat":2,"prompt":3,"undo":[{"code":"10.1","before":null,"after":{"state":"value","count":12500000,"people":null,"text":"","note":"","source":"chat","parts":[]}}],"shown":["overview"],"earlier":["[[\"1.1\",null,{\"state\":\"value\",\"count\":3,\"people\":45,\"source\":\"chat\"}]]"]}');
INSERT INTO "inbox" VALUES(12,'telegram','bot','m16',2,'{"kind":"text","text":"nộp","sender_name":"Anh Ân","message":"m16"}','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000','',0,'{"v":1,"stage":"overview","seat":2,"prompt":3,"undo":[{"code":"10.1","before":null,"after":{"state":"value","count":12500000,"people":null,"text":"","note":"","source":"chat","parts":[]}}],"shown":["overview"],"earlier":["[[\"1.1\",null,{\"state\":\"value\",\"count\":3,\"people\":45,\"source\":\"chat\"}]]"]}');
INSERT INTO "inbox" VALUES(13,'telegram','bot','m17',2,'{"kind":"text","text":"nộp","sender_name":"Anh Ân","message":"m17"}','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000','',0,'{"v":1,"stage":"review","seat":2,"prompt":4,"undo":[{"code":"10.1","before":null,"after":{"state":"value","count":12500000,"people":null,"text":"","note":"","source":"chat","parts":[]}}],"shown":["overview"],"earlier":["[[\"1.1\",null,{\"state\":\"value\",\"count\":3,\"people\":45,\"source\":\"chat\"}]]"]}');
INSERT INTO "inbox" VALUES(14,'telegram','bot','m18',2,'{"kind":"text","text":"nộp","sender_name":"Anh Ân","message":"m18"}','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000','',0,'{"v":1,"stage":"warned","seat":2,"prompt":5,"undo":[{"code":"10.1","before":null,"after":{"state":"value","count":12500000,"people":null,"text":"","note":"","source":"chat","parts":[]}}],"shown":["overview"],"earlier":["[[\"1.1\",null,{\"state\":\"value\",\"count\":3,\"people\":45,\"source\":\"chat\"}]]"]}');
INSERT INTO "inbox" VALUES(15,'telegram','bot','m19',2,'{"kind":"text","text":"nộp","sender_name":"Anh Ân","message":"m19"}','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000','',0,'{"v":1,"seat":2,"prompt":6}');
INSERT INTO "inbox" VALUES(16,'telegram','bot','m20',3,'{"kind":"text","text":"sửa 1.6 thành 2 lớp 30 người","sender_name":"Chị Bình","message":"m20"}','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000','',0,'{"v":1,"stage":"overview","seat":3,"prompt":3,"shown":["overview"]}');
INSERT INTO "inbox" VALUES(17,'telegram','bot','m21',3,'{"kind":"text","text":"ảnh","sender_name":"Chị Bình","message":"m21"}','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000','',0,'{"v":1,"stage":"overview","seat":3,"prompt":3,"undo":[{"code":"1.6","before":null,"after":{"state":"value","count":2,"people":30,"text":"","note":"","source":"chat","parts":[]}}],"shown":["overview"]}');
INSERT INTO "inbox" VALUES(18,'telegram','bot','m22',4,'{"kind":"text","text":"sửa 1.1 1 lớp 20 người","sender_name":"Anh Cường","message":"m22"}','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000','',0,'{"v":1,"stage":"overview","seat":4,"prompt":3,"shown":["overview"]}');
INSERT INTO "inbox" VALUES(19,'telegram','bot','m23',4,'{"kind":"text","text":"nộp","sender_name":"Anh Cường","message":"m23"}','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000','',0,'{"v":1,"stage":"overview","seat":4,"prompt":3,"undo":[{"code":"1.1","before":null,"after":{"state":"value","count":1,"people":20,"text":"","note":"","source":"chat","parts":[]}}],"shown":["overview"]}');
INSERT INTO "inbox" VALUES(20,'telegram','bot','m24',4,'{"kind":"text","text":"nộp","sender_name":"Anh Cường","message":"m24"}','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000','',0,'{"v":1,"stage":"review","seat":4,"prompt":4,"undo":[{"code":"1.1","before":null,"after":{"state":"value","count":1,"people":20,"text":"","note":"","source":"chat","parts":[]}}],"shown":["overview"]}');
INSERT INTO "inbox" VALUES(21,'telegram','bot','m25',4,'{"kind":"text","text":"nộp","sender_name":"Anh Cường","message":"m25"}','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000','',0,'{"v":1,"stage":"warned","seat":4,"prompt":5,"undo":[{"code":"1.1","before":null,"after":{"state":"value","count":1,"people":20,"text":"","note":"","source":"chat","parts":[]}}],"shown":["overview"]}');
INSERT INTO "inbox" VALUES(22,'telegram','bot','m26',4,'{"kind":"text","text":"nộp","sender_name":"Anh Cường","message":"m26"}','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000','',0,'{"v":1,"seat":4,"prompt":6}');
INSERT INTO "inbox" VALUES(23,'telegram','bot','m27',1,'{"kind":"text","text":"trả lại 03439 1.1 chưa khớp","sender_name":"Chị Hoa","message":"m27"}','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000','',0,'{"v":1,"seat":1,"prompt":2}');
INSERT INTO "inbox" VALUES(24,'telegram','bot','m28',1,'{"kind":"text","text":"đúng","sender_name":"Chị Hoa","message":"m28"}','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000','',0,'{"v":1,"stage":"act","seat":1,"prompt":3,"waits":{"seen":"f50dd628dd2b37fbee1f84089d418655","command":"SendBack","unit_id":3,"reason":"chưa khớp","rows":["1.1"]}}');
CREATE TABLE invite (
	id INTEGER NOT NULL, 
	digest VARCHAR NOT NULL, 
	campaign_id INTEGER NOT NULL, 
	unit_id INTEGER, 
	role VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	expires_at DATETIME NOT NULL, 
	used_at DATETIME, 
	used_by INTEGER, 
	voided_at DATETIME, 
	hands_over INTEGER, 
	sealed TEXT NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (digest), 
	FOREIGN KEY(campaign_id) REFERENCES campaign (id), 
	FOREIGN KEY(unit_id) REFERENCES unit (id), 
	FOREIGN KEY(used_by) REFERENCES person (id), 
	FOREIGN KEY(hands_over) REFERENCES seat (id)
);
INSERT INTO "invite" VALUES(1,'67676567f85cc369bbc8f6a93e5fcb47b36145a7f44982906f91b4f0a373f76c',1,NULL,'coordinator','2022-10-10 01:30:00.000000','2022-11-09 01:30:00.000000','2022-10-10 01:30:00.000000',1,NULL,NULL,'taHwxGoVgCgAKikDNcO6baD4V80m1FA73KE=');
INSERT INTO "invite" VALUES(2,'2f7c7a092150580b0398eb92e3c82a40d33df99f038cde764438b1e8c5a71710',1,1,'reporter','2022-10-10 01:30:00.000000','2022-11-09 01:30:00.000000','2022-10-10 01:30:00.000000',2,NULL,NULL,'Tp2xDe1L0FpggyVrBd-eqNdKku8vZt59bhs=');
INSERT INTO "invite" VALUES(3,'19c0d3436bf7dfaf9af696776be02dc9ac836e7af788c0600b8f976658fdcb31',1,2,'reporter','2022-10-10 01:30:00.000000','2022-11-09 01:30:00.000000','2022-10-10 01:30:00.000000',3,NULL,NULL,'k90BYDQcd8b2kafA_zbG2sPDXnRPZqN-Te4=');
INSERT INTO "invite" VALUES(4,'8469bb0a75db99e3bf3f0293ed007f984f87d931d23351bc2919cb234a2bd64c',1,3,'reporter','2022-10-10 01:30:00.000000','2022-11-09 01:30:00.000000','2022-10-10 01:30:00.000000',4,NULL,NULL,'2Fl9UVy4_iPYMTT45eTTST_wzQKG2V5BB6I=');
CREATE TABLE meter (
	channel VARCHAR NOT NULL, 
	bot VARCHAR NOT NULL, 
	month VARCHAR NOT NULL, 
	sent INTEGER NOT NULL, 
	received INTEGER NOT NULL, 
	warned INTEGER NOT NULL, 
	PRIMARY KEY (channel, bot, month)
);
CREATE TABLE migration (
	number INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	applied_at DATETIME NOT NULL, 
	PRIMARY KEY (number)
);
INSERT INTO "migration" VALUES(1,'first_tables','2022-10-10 01:30:00.000000');
INSERT INTO "migration" VALUES(2,'links_and_meters','2022-10-10 01:30:00.000000');
INSERT INTO "migration" VALUES(3,'snapshots','2022-10-10 01:30:00.000000');
INSERT INTO "migration" VALUES(4,'talk','2022-10-10 01:30:00.000000');
INSERT INTO "migration" VALUES(5,'bodies','2022-10-10 01:30:00.000000');
INSERT INTO "migration" VALUES(6,'sealed_invites','2022-10-10 01:30:00.000000');
INSERT INTO "migration" VALUES(7,'begun','2022-10-10 01:30:00.000000');
INSERT INTO "migration" VALUES(8,'parts','2022-10-10 01:30:00.000000');
INSERT INTO "migration" VALUES(9,'began_from','2022-10-10 01:30:00.000000');
INSERT INTO "migration" VALUES(10,'typed_cells','2022-10-10 01:30:00.000000');
INSERT INTO "migration" VALUES(11,'visits','2022-10-10 01:30:00.000000');
CREATE TABLE notice (
	id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	day DATE NOT NULL, 
	duties TEXT NOT NULL, 
	created_at DATETIME NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (person_id, day), 
	FOREIGN KEY(person_id) REFERENCES person (id)
);
INSERT INTO "notice" VALUES(1,3,'2022-10-13','[[2,"deadline-0",""]]','2022-10-13 01:30:00.000000');
INSERT INTO "notice" VALUES(2,4,'2022-10-13','[[3,"deadline-0",""]]','2022-10-13 01:30:00.000000');
CREATE TABLE outbox (
	id INTEGER NOT NULL, 
	address_id INTEGER NOT NULL, 
	channel VARCHAR NOT NULL, 
	urgency VARCHAR NOT NULL, 
	body TEXT NOT NULL, 
	"key" VARCHAR, 
	inbox_id INTEGER, 
	notice_id INTEGER, 
	state VARCHAR NOT NULL, 
	due_at DATETIME NOT NULL, 
	created_at DATETIME NOT NULL, 
	claimed_at DATETIME, 
	finished_at DATETIME, 
	pages_sent INTEGER NOT NULL, 
	attempts INTEGER NOT NULL, 
	remote VARCHAR NOT NULL, 
	failure VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(address_id) REFERENCES address (id), 
	UNIQUE ("key"), 
	FOREIGN KEY(inbox_id) REFERENCES inbox (id), 
	FOREIGN KEY(notice_id) REFERENCES notice (id)
);
INSERT INTO "outbox" VALUES(1,1,'telegram','reply','{"text":"Anh/chị được mời làm người tổng hợp trong đợt báo cáo “Tuần lễ hưởng ứng học tập suốt đời năm 2022”.\n\nVề dữ liệu cá nhân: chương trình tự động này lưu tên hiển thị, mã cuộc trò chuyện, vai trò của anh/chị, các tin nhắn gửi tới đây và nội dung báo cáo của đơn vị, chỉ dùng để tổng hợp báo cáo và nhắc hạn. Anh/chị có thể xem, sửa hoặc yêu cầu xóa bất cứ lúc nào bằng cách gõ “dữ liệu của tôi”. Xin không gửi tài liệu mật.\n\nNếu nội dung trên đúng và anh/chị đồng ý, xin gõ “Đồng ý” hoặc bấm nút bên dưới.","head":"Đợt báo cáo: Tuần lễ hưởng ứng học tập suốt đời năm 2022","choices":[["0|1|1|agree","Đồng ý"]]}',NULL,1,NULL,'pending','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000',NULL,NULL,0,0,'','');
INSERT INTO "outbox" VALUES(2,1,'telegram','reply','{"text":"Anh/chị đã là người tổng hợp của “Tuần lễ hưởng ứng học tập suốt đời năm 2022”. Gõ “tiến độ” để xem tình hình, “bảng” để mở bảng theo dõi, “trợ giúp” để xem các lệnh."}',NULL,2,NULL,'pending','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000',NULL,NULL,0,0,'','');
INSERT INTO "outbox" VALUES(3,2,'telegram','reply','{"text":"Anh/chị được mời làm người nộp báo cáo trong đợt báo cáo “Tuần lễ hưởng ứng học tập suốt đời năm 2022”.\n\nVề dữ liệu cá nhân: chương trình tự động này lưu tên hiển thị, mã cuộc trò chuyện, vai trò của anh/chị, các tin nhắn gửi tới đây và nội dung báo cáo của đơn vị, chỉ dùng để tổng hợp báo cáo và nhắc hạn. Anh/chị có thể xem, sửa hoặc yêu cầu xóa bất cứ lúc nào bằng cách gõ “dữ liệu của tôi”. Xin không gửi tài liệu mật.\n\nNếu nội dung trên đúng và anh/chị đồng ý, xin gõ “Đồng ý” hoặc bấm nút bên dưới.","head":"Đơn vị: Thị trấn Mường Tè","choices":[["0|2|1|agree","Đồng ý"]]}',NULL,3,NULL,'pending','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000',NULL,NULL,0,0,'','');
INSERT INTO "outbox" VALUES(4,2,'telegram','reply','{"text":"– 1. Các lớp bồi dưỡng, tập huấn\n– 2. Tin, bài về Tuần lễ\n– 3. Ấn phẩm, băng rôn, khẩu hiệu\n– 4. Quyên góp, tặng sách\n– 5. Cuộc thi, tọa đàm khuyến đọc, khuyến học\n– 6. Văn nghệ, thể thao, tham quan, chuyên đề\n– 7. Khai mạc Tuần lễ\n– 8. Đơn vị tổ chức hội thảo, chuyên đề\n– 9. Khen thưởng\n– 10. Kinh phí\n– 11. Nội dung khác\nBấm các mục có hoạt động rồi bấm “Xong”, hoặc gõ theo mẫu: mục 1, 2 và 5. Gõ “tiếp” để hỏi lần lượt từng mục. Có thể gửi cả báo cáo trong một tin, ví dụ: 1.1: 3 lớp 45 người; 4.2: 28 người; còn lại không.","head":"Trong kỳ báo cáo, đơn vị có hoạt động ở những mục nào?","lead":"Đang nhập cho: Thị trấn Mường Tè\nĐợt báo cáo: Tuần lễ hưởng ứng học tập suốt đời năm 2022\nHạn nộp: trước ngày 14/10/2022 (hạn cuối: hết thứ Năm 13/10/2022)\nBiểu có 34 câu. Anh/chị trả lời bằng số như vẫn viết hằng ngày; mỗi câu trả lời được lưu ngay, nghỉ lúc nào cũng được. Gõ “trợ giúp” để xem các lệnh.","choices":[["1|-|3|s1","Mục 1"],["1|-|3|s2","Mục 2"],["1|-|3|s3","Mục 3"],["1|-|3|s4","Mục 4"],["1|-|3|s5","Mục 5"],["1|-|3|s6","Mục 6"],["1|-|3|s7","Mục 7"],["1|-|3|s8","Mục 8"],["1|-|3|s9","Mục 9"],["1|-|3|s10","Mục 10"],["1|-|3|s11","Mục 11"],["1|-|3|one_by_one","Hỏi lần lượt"]]}',NULL,4,NULL,'pending','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000',NULL,NULL,0,0,'','');
INSERT INTO "outbox" VALUES(5,3,'telegram','reply','{"text":"Anh/chị được mời làm người nộp báo cáo trong đợt báo cáo “Tuần lễ hưởng ứng học tập suốt đời năm 2022”.\n\nVề dữ liệu cá nhân: chương trình tự động này lưu tên hiển thị, mã cuộc trò chuyện, vai trò của anh/chị, các tin nhắn gửi tới đây và nội dung báo cáo của đơn vị, chỉ dùng để tổng hợp báo cáo và nhắc hạn. Anh/chị có thể xem, sửa hoặc yêu cầu xóa bất cứ lúc nào bằng cách gõ “dữ liệu của tôi”. Xin không gửi tài liệu mật.\n\nNếu nội dung trên đúng và anh/chị đồng ý, xin gõ “Đồng ý” hoặc bấm nút bên dưới.","head":"Đơn vị: Xã Thu Lũm","choices":[["0|3|1|agree","Đồng ý"]]}',NULL,5,NULL,'pending','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000',NULL,NULL,0,0,'','');
INSERT INTO "outbox" VALUES(6,3,'telegram','reply','{"text":"– 1. Các lớp bồi dưỡng, tập huấn\n– 2. Tin, bài về Tuần lễ\n– 3. Ấn phẩm, băng rôn, khẩu hiệu\n– 4. Quyên góp, tặng sách\n– 5. Cuộc thi, tọa đàm khuyến đọc, khuyến học\n– 6. Văn nghệ, thể thao, tham quan, chuyên đề\n– 7. Khai mạc Tuần lễ\n– 8. Đơn vị tổ chức hội thảo, chuyên đề\n– 9. Khen thưởng\n– 10. Kinh phí\n– 11. Nội dung khác\nBấm các mục có hoạt động rồi bấm “Xong”, hoặc gõ theo mẫu: mục 1, 2 và 5. Gõ “tiếp” để hỏi lần lượt từng mục. Có thể gửi cả báo cáo trong một tin, ví dụ: 1.1: 3 lớp 45 người; 4.2: 28 người; còn lại không.","head":"Trong kỳ báo cáo, đơn vị có hoạt động ở những mục nào?","lead":"Đang nhập cho: Xã Thu Lũm\nĐợt báo cáo: Tuần lễ hưởng ứng học tập suốt đời năm 2022\nHạn nộp: trước ngày 14/10/2022 (hạn cuối: hết thứ Năm 13/10/2022)\nBiểu có 34 câu. Anh/chị trả lời bằng số như vẫn viết hằng ngày; mỗi câu trả lời được lưu ngay, nghỉ lúc nào cũng được. Gõ “trợ giúp” để xem các lệnh.","choices":[["2|-|3|s1","Mục 1"],["2|-|3|s2","Mục 2"],["2|-|3|s3","Mục 3"],["2|-|3|s4","Mục 4"],["2|-|3|s5","Mục 5"],["2|-|3|s6","Mục 6"],["2|-|3|s7","Mục 7"],["2|-|3|s8","Mục 8"],["2|-|3|s9","Mục 9"],["2|-|3|s10","Mục 10"],["2|-|3|s11","Mục 11"],["2|-|3|one_by_one","Hỏi lần lượt"]]}',NULL,6,NULL,'pending','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000',NULL,NULL,0,0,'','');
INSERT INTO "outbox" VALUES(7,4,'telegram','reply','{"text":"Anh/chị được mời làm người nộp báo cáo trong đợt báo cáo “Tuần lễ hưởng ứng học tập suốt đời năm 2022”.\n\nVề dữ liệu cá nhân: chương trình tự động này lưu tên hiển thị, mã cuộc trò chuyện, vai trò của anh/chị, các tin nhắn gửi tới đây và nội dung báo cáo của đơn vị, chỉ dùng để tổng hợp báo cáo và nhắc hạn. Anh/chị có thể xem, sửa hoặc yêu cầu xóa bất cứ lúc nào bằng cách gõ “dữ liệu của tôi”. Xin không gửi tài liệu mật.\n\nNếu nội dung trên đúng và anh/chị đồng ý, xin gõ “Đồng ý” hoặc bấm nút bên dưới.","head":"Đơn vị: Xã Ka Lăng","choices":[["0|4|1|agree","Đồng ý"]]}',NULL,7,NULL,'pending','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000',NULL,NULL,0,0,'','');
INSERT INTO "outbox" VALUES(8,4,'telegram','reply','{"text":"– 1. Các lớp bồi dưỡng, tập huấn\n– 2. Tin, bài về Tuần lễ\n– 3. Ấn phẩm, băng rôn, khẩu hiệu\n– 4. Quyên góp, tặng sách\n– 5. Cuộc thi, tọa đàm khuyến đọc, khuyến học\n– 6. Văn nghệ, thể thao, tham quan, chuyên đề\n– 7. Khai mạc Tuần lễ\n– 8. Đơn vị tổ chức hội thảo, chuyên đề\n– 9. Khen thưởng\n– 10. Kinh phí\n– 11. Nội dung khác\nBấm các mục có hoạt động rồi bấm “Xong”, hoặc gõ theo mẫu: mục 1, 2 và 5. Gõ “tiếp” để hỏi lần lượt từng mục. Có thể gửi cả báo cáo trong một tin, ví dụ: 1.1: 3 lớp 45 người; 4.2: 28 người; còn lại không.","head":"Trong kỳ báo cáo, đơn vị có hoạt động ở những mục nào?","lead":"Đang nhập cho: Xã Ka Lăng\nĐợt báo cáo: Tuần lễ hưởng ứng học tập suốt đời năm 2022\nHạn nộp: trước ngày 14/10/2022 (hạn cuối: hết thứ Năm 13/10/2022)\nBiểu có 34 câu. Anh/chị trả lời bằng số như vẫn viết hằng ngày; mỗi câu trả lời được lưu ngay, nghỉ lúc nào cũng được. Gõ “trợ giúp” để xem các lệnh.","choices":[["3|-|3|s1","Mục 1"],["3|-|3|s2","Mục 2"],["3|-|3|s3","Mục 3"],["3|-|3|s4","Mục 4"],["3|-|3|s5","Mục 5"],["3|-|3|s6","Mục 6"],["3|-|3|s7","Mục 7"],["3|-|3|s8","Mục 8"],["3|-|3|s9","Mục 9"],["3|-|3|s10","Mục 10"],["3|-|3|s11","Mục 11"],["3|-|3|one_by_one","Hỏi lần lượt"]]}',NULL,8,NULL,'pending','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000',NULL,NULL,0,0,'','');
INSERT INTO "outbox" VALUES(9,2,'telegram','reply','{"text":"Anh/chị chọn các mục có hoạt động (ví dụ: mục 1, 2 và 5), gõ “không” nếu không có mục nào, hoặc “tiếp” để hỏi lần lượt.","lead":"Đã ghi 1.1: 3 lớp, 45 người. Nếu sai, gõ “hoàn tác”."}',NULL,9,NULL,'pending','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000',NULL,NULL,0,0,'','');
INSERT INTO "outbox" VALUES(10,2,'telegram','reply','{"text":"Anh/chị chọn các mục có hoạt động (ví dụ: mục 1, 2 và 5), gõ “không” nếu không có mục nào, hoặc “tiếp” để hỏi lần lượt.","lead":"Đã ghi 10.1: 12.500.000 đồng (mười hai triệu năm trăm nghìn đồng). Nếu sai, gõ “hoàn tác”."}',NULL,10,NULL,'pending','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000',NULL,NULL,0,0,'','');
INSERT INTO "outbox" VALUES(11,2,'telegram','reply','{"text":"Anh/chị chọn các mục có hoạt động (ví dụ: mục 1, 2 và 5), gõ “không” nếu không có mục nào, hoặc “tiếp” để hỏi lần lượt.","lead":"Hiện không có gì chờ xác nhận."}',NULL,11,NULL,'pending','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000',NULL,NULL,0,0,'','');
INSERT INTO "outbox" VALUES(12,2,'telegram','reply','{"text":"Mục 1. Các lớp bồi dưỡng, tập huấn\n1.1: 3 lớp, 45 người – Chuyên môn, nghiệp vụ cho cán bộ\n1.2: (chưa trả lời) – Ngoại ngữ cho cán bộ\n1.3: (chưa trả lời) – Tin học cho cán bộ\n1.4: (chưa trả lời) – Tay nghề cho công nhân lao động\n1.4a: (chưa trả lời) – Học nghề cho lao động nông thôn\n1.5: (chưa trả lời) – Trình độ văn hóa cho cán bộ xã, công nhân\n1.6: (chưa trả lời) – Kỹ năng sống cho học sinh\n1.7: (chưa trả lời) – Kiến thức khoa học, pháp luật\n1.8: (chưa trả lời) – Bồi dưỡng thường xuyên giáo viên\n1.9: (chưa trả lời) – Cán bộ, báo cáo viên TTHTCĐ\n1.10: (chưa trả lời) – Phổ cập giáo dục THCS\n1.11: (chưa trả lời) – Xóa mù chữ, sau biết chữ\n1.12: (chưa trả lời) – Lớp bồi dưỡng, tập huấn khác\n2: (chưa trả lời) – Tin, bài về Tuần lễ\n3: (chưa trả lời) – Ấn phẩm, băng rôn, khẩu hiệu\n\nMục 4. Quyên góp, tặng sách: (chưa trả lời 3 dòng)\n\nMục 5. Cuộc thi, tọa đàm khuyến đọc, khuyến học: (chưa trả lời 4 dòng)\n\nMục 6. Văn nghệ, thể thao, tham quan, chuyên đề: (chưa trả lời 4 dòng)\n\nMục 7. Khai mạc Tuần lễ: (chưa trả lời 2 dòng)\n8: (chưa trả lời) – Đơn vị tổ chức hội thảo, chuyên đề\n\nMục 9. Khen thưởng: (chưa trả lời 2 dòng)\n\nMục 10. Kinh phí\n10.1: 12.500.000 đồng (mười hai triệu năm trăm nghìn đồng) – Kinh phí từ ngân sách nhà nước\n10.2: (chưa trả lời) – Kinh phí hỗ trợ, huy động khác\n11: (chưa trả lời) – Nội dung khác\n\nĐã trả lời 2/34 câu, 0 ảnh.\nNếu đúng, gõ “nộp”. Muốn sửa, gõ theo mẫu: sửa 1.1 thành 3 lớp 45 người.","head":"Báo cáo của Thị trấn Mường Tè","choices":[["1|-|4|send","Nộp báo cáo"],["1|-|4|go_on","Tiếp"]]}',NULL,12,NULL,'pending','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000',NULL,NULL,0,0,'','');
INSERT INTO "outbox" VALUES(13,2,'telegram','reply','{"text":"Còn 32 câu chưa có số liệu:\n– 1.2: Ngoại ngữ cho cán bộ\n– 1.3: Tin học cho cán bộ\n– 1.4: Tay nghề cho công nhân lao động\n– 1.4a: Học nghề cho lao động nông thôn\n– 1.5: Trình độ văn hóa cho cán bộ xã, công nhân\n– 1.6: Kỹ năng sống cho học sinh\n– 1.7: Kiến thức khoa học, pháp luật\n– 1.8: Bồi dưỡng thường xuyên giáo viên\n– 1.9: Cán bộ, báo cáo viên TTHTCĐ\n– 1.10: Phổ cập giáo dục THCS\n– 1.11: Xóa mù chữ, sau biết chữ\n– 1.12: Lớp bồi dưỡng, tập huấn khác\n– 2: Tin, bài về Tuần lễ\n– 3: Ấn phẩm, băng rôn, khẩu hiệu\n– 4.1: Tập thể tặng sách\n– 4.2: Cá nhân tặng sách\n– 4.3: Sách đã tặng trường, thư viện\n– 5.1: Hội sách, đường sách, phố sách\n– 5.2: Trưng bày, triển lãm sách báo, tư liệu\n– 5.3: Thi tìm hiểu lịch sử, văn hóa địa phương\n– 5.4: Thi vẽ, xếp sách, kể chuyện theo sách\n– 6.1: Thể dục, thể thao\n– 6.2: Văn nghệ\n– 6.3: Tham quan bảo tàng, di tích lịch sử\n– 6.4: Chuyên đề học tập suốt đời\n– 7.1: Lễ khai mạc cấp xã\n– 7.2: Trường, trung tâm tổ chức khai mạc\n– 8: Đơn vị tổ chức hội thảo, chuyên đề\n– 9.1: Khen thưởng tập thể\n– 9.2: Khen thưởng cá nhân\n– 10.2: Kinh phí hỗ trợ, huy động khác\n– 11: Nội dung khác\n\nGõ “nộp” lần nữa để nộp như hiện tại, hoặc “tiếp” để bổ sung.","choices":[["1|-|5|send_anyway","Nộp báo cáo"],["1|-|5|go_on","Tiếp"]]}',NULL,13,NULL,'pending','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000',NULL,NULL,0,0,'','');
INSERT INTO "outbox" VALUES(14,2,'telegram','receipt','{"text":"Mã biên nhận: T0031CODEX\nĐơn vị: Thị trấn Mường Tè\nNgười gửi: Anh Ân\nĐợt báo cáo: Tuần lễ hưởng ứng học tập suốt đời năm 2022\nLần nộp: 1\nThời gian: 08:30 ngày 10/10/2022 (đúng hạn)\nSố câu đã trả lời: 2/34; số ảnh: 0.\nCảm ơn anh/chị. Khi cần sửa, người nộp báo cáo gõ theo mẫu: sửa 1.1 thành 3 lớp 45 người, rồi gõ “nộp”.","head":"Đã nộp báo cáo","document":{"name":"muong-te-2022-03433.xlsx","request":{"kind":"form","about":1,"ending":"xlsx","person_id":null},"path":""}}',NULL,14,NULL,'pending','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000',NULL,NULL,0,0,'','');
INSERT INTO "outbox" VALUES(15,2,'telegram','reply','{"text":"Báo cáo của Thị trấn Mường Tè đã được gửi (lần nộp 1, mã biên nhận T0031CODEX). Cần sửa thì gõ theo mẫu: sửa 1.1 thành 3 lớp 45 người."}',NULL,15,NULL,'pending','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000',NULL,NULL,0,0,'','');
INSERT INTO "outbox" VALUES(16,3,'telegram','reply','{"text":"Anh/chị chọn các mục có hoạt động (ví dụ: mục 1, 2 và 5), gõ “không” nếu không có mục nào, hoặc “tiếp” để hỏi lần lượt.","lead":"Đã ghi 1.6: 2 lớp, 30 người. Nếu sai, gõ “hoàn tác”."}',NULL,16,NULL,'pending','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000',NULL,NULL,0,0,'','');
INSERT INTO "outbox" VALUES(17,3,'telegram','reply','{"text":"Mời anh/chị gửi ảnh, có thể gửi nhiều ảnh một lần, kèm chú thích. Muốn gắn ảnh với một mục, anh/chị ghi mã mục ở đầu chú thích, ví dụ: 4.2 Cá nhân tặng sách. Hiện có 0 ảnh. Gửi hết thì gõ “xong”.","choices":[["2|-|4|done","Xong"]]}',NULL,17,NULL,'pending','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000',NULL,NULL,0,0,'','');
INSERT INTO "outbox" VALUES(18,4,'telegram','reply','{"text":"Anh/chị chọn các mục có hoạt động (ví dụ: mục 1, 2 và 5), gõ “không” nếu không có mục nào, hoặc “tiếp” để hỏi lần lượt.","lead":"Đã ghi 1.1: 1 lớp, 20 người. Nếu sai, gõ “hoàn tác”."}',NULL,18,NULL,'pending','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000',NULL,NULL,0,0,'','');
INSERT INTO "outbox" VALUES(19,4,'telegram','reply','{"text":"Mục 1. Các lớp bồi dưỡng, tập huấn\n1.1: 1 lớp, 20 người – Chuyên môn, nghiệp vụ cho cán bộ\n1.2: (chưa trả lời) – Ngoại ngữ cho cán bộ\n1.3: (chưa trả lời) – Tin học cho cán bộ\n1.4: (chưa trả lời) – Tay nghề cho công nhân lao động\n1.4a: (chưa trả lời) – Học nghề cho lao động nông thôn\n1.5: (chưa trả lời) – Trình độ văn hóa cho cán bộ xã, công nhân\n1.6: (chưa trả lời) – Kỹ năng sống cho học sinh\n1.7: (chưa trả lời) – Kiến thức khoa học, pháp luật\n1.8: (chưa trả lời) – Bồi dưỡng thường xuyên giáo viên\n1.9: (chưa trả lời) – Cán bộ, báo cáo viên TTHTCĐ\n1.10: (chưa trả lời) – Phổ cập giáo dục THCS\n1.11: (chưa trả lời) – Xóa mù chữ, sau biết chữ\n1.12: (chưa trả lời) – Lớp bồi dưỡng, tập huấn khác\n2: (chưa trả lời) – Tin, bài về Tuần lễ\n3: (chưa trả lời) – Ấn phẩm, băng rôn, khẩu hiệu\n\nMục 4. Quyên góp, tặng sách: (chưa trả lời 3 dòng)\n\nMục 5. Cuộc thi, tọa đàm khuyến đọc, khuyến học: (chưa trả lời 4 dòng)\n\nMục 6. Văn nghệ, thể thao, tham quan, chuyên đề: (chưa trả lời 4 dòng)\n\nMục 7. Khai mạc Tuần lễ: (chưa trả lời 2 dòng)\n8: (chưa trả lời) – Đơn vị tổ chức hội thảo, chuyên đề\n\nMục 9. Khen thưởng: (chưa trả lời 2 dòng)\n\nMục 10. Kinh phí: (chưa trả lời 2 dòng)\n11: (chưa trả lời) – Nội dung khác\n\nĐã trả lời 1/34 câu, 0 ảnh.\nNếu đúng, gõ “nộp”. Muốn sửa, gõ theo mẫu: sửa 1.1 thành 3 lớp 45 người.","head":"Báo cáo của Xã Ka Lăng","choices":[["3|-|4|send","Nộp báo cáo"],["3|-|4|go_on","Tiếp"]]}',NULL,19,NULL,'pending','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000',NULL,NULL,0,0,'','');
INSERT INTO "outbox" VALUES(20,4,'telegram','reply','{"text":"Còn 33 câu chưa có số liệu:\n– 1.2: Ngoại ngữ cho cán bộ\n– 1.3: Tin học cho cán bộ\n– 1.4: Tay nghề cho công nhân lao động\n– 1.4a: Học nghề cho lao động nông thôn\n– 1.5: Trình độ văn hóa cho cán bộ xã, công nhân\n– 1.6: Kỹ năng sống cho học sinh\n– 1.7: Kiến thức khoa học, pháp luật\n– 1.8: Bồi dưỡng thường xuyên giáo viên\n– 1.9: Cán bộ, báo cáo viên TTHTCĐ\n– 1.10: Phổ cập giáo dục THCS\n– 1.11: Xóa mù chữ, sau biết chữ\n– 1.12: Lớp bồi dưỡng, tập huấn khác\n– 2: Tin, bài về Tuần lễ\n– 3: Ấn phẩm, băng rôn, khẩu hiệu\n– 4.1: Tập thể tặng sách\n– 4.2: Cá nhân tặng sách\n– 4.3: Sách đã tặng trường, thư viện\n– 5.1: Hội sách, đường sách, phố sách\n– 5.2: Trưng bày, triển lãm sách báo, tư liệu\n– 5.3: Thi tìm hiểu lịch sử, văn hóa địa phương\n– 5.4: Thi vẽ, xếp sách, kể chuyện theo sách\n– 6.1: Thể dục, thể thao\n– 6.2: Văn nghệ\n– 6.3: Tham quan bảo tàng, di tích lịch sử\n– 6.4: Chuyên đề học tập suốt đời\n– 7.1: Lễ khai mạc cấp xã\n– 7.2: Trường, trung tâm tổ chức khai mạc\n– 8: Đơn vị tổ chức hội thảo, chuyên đề\n– 9.1: Khen thưởng tập thể\n– 9.2: Khen thưởng cá nhân\n– 10.1: Kinh phí từ ngân sách nhà nước\n– 10.2: Kinh phí hỗ trợ, huy động khác\n– 11: Nội dung khác\n\nGõ “nộp” lần nữa để nộp như hiện tại, hoặc “tiếp” để bổ sung.","choices":[["3|-|5|send_anyway","Nộp báo cáo"],["3|-|5|go_on","Tiếp"]]}',NULL,20,NULL,'pending','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000',NULL,NULL,0,0,'','');
INSERT INTO "outbox" VALUES(21,4,'telegram','receipt','{"text":"Mã biên nhận: T0045CODEX\nĐơn vị: Xã Ka Lăng\nNgười gửi: Anh Cường\nĐợt báo cáo: Tuần lễ hưởng ứng học tập suốt đời năm 2022\nLần nộp: 1\nThời gian: 08:30 ngày 10/10/2022 (đúng hạn)\nSố câu đã trả lời: 1/34; số ảnh: 0.\nCảm ơn anh/chị. Khi cần sửa, người nộp báo cáo gõ theo mẫu: sửa 1.1 thành 3 lớp 45 người, rồi gõ “nộp”.","head":"Đã nộp báo cáo","document":{"name":"muong-te-2022-03439.xlsx","request":{"kind":"form","about":3,"ending":"xlsx","person_id":null},"path":""}}',NULL,21,NULL,'pending','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000',NULL,NULL,0,0,'','');
INSERT INTO "outbox" VALUES(22,4,'telegram','reply','{"text":"Báo cáo của Xã Ka Lăng đã được gửi (lần nộp 1, mã biên nhận T0045CODEX). Cần sửa thì gõ theo mẫu: sửa 1.1 thành 3 lớp 45 người."}',NULL,22,NULL,'pending','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000',NULL,NULL,0,0,'','');
INSERT INTO "outbox" VALUES(23,1,'telegram','reply','{"text":"Trả lại báo cáo của Xã Ka Lăng (Đã gửi) với lý do: “1.1 chưa khớp”?\nGõ \"đúng\" để thực hiện, \"sai\" để thôi.","choices":[["c1|0|3|yes","Đúng"],["c1|0|3|no","Sai"]]}',NULL,23,NULL,'pending','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000',NULL,NULL,0,0,'','');
INSERT INTO "outbox" VALUES(24,1,'telegram','reply','{"text":"Đã trả lại báo cáo của Xã Ka Lăng; đơn vị đã được báo."}',NULL,24,NULL,'pending','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000',NULL,NULL,0,0,'','');
INSERT INTO "outbox" VALUES(25,4,'telegram','notice','{"text":"Báo cáo của Xã Ka Lăng được trả lại: 1.1 chưa khớp\nAnh/chị gõ “tiếp” để sửa, xong thì gõ “nộp”."}',NULL,NULL,NULL,'pending','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000',NULL,NULL,0,0,'','');
INSERT INTO "outbox" VALUES(26,3,'telegram','reminder','{"text":"Kính gửi anh/chị Chị Bình:\nXã Thu Lũm đã nhập 1/34 câu, khoảng 15 phút nữa là xong; còn mục 1.1, 1.2, 1.3, 1.4, 1.4a, 1.5, 1.7, 1.8, 1.9, 1.10, 1.11, 1.12 và 21 mục khác.\nHôm nay là hạn cuối: hết thứ Năm 13/10/2022.\nAnh/chị gõ “tiếp” để nhập, xong thì gõ “nộp”.","head":"Nhắc báo cáo: Tuần lễ hưởng ứng học tập suốt đời năm 2022"}','notice:1',NULL,1,'pending','2022-10-13 01:30:00.000000','2022-10-13 01:30:00.000000',NULL,NULL,0,0,'','');
INSERT INTO "outbox" VALUES(27,4,'telegram','reminder','{"text":"Kính gửi anh/chị Anh Cường:\nXã Ka Lăng có báo cáo được trả lại: 1.1 chưa khớp; còn mục 1.2, 1.3, 1.4, 1.4a, 1.5, 1.6, 1.7, 1.8, 1.9, 1.10, 1.11, 1.12 và 21 mục khác.\nHôm nay là hạn cuối: hết thứ Năm 13/10/2022.\nAnh/chị gõ “tiếp” để nhập, xong thì gõ “nộp”.","head":"Nhắc báo cáo: Tuần lễ hưởng ứng học tập suốt đời năm 2022"}','notice:2',NULL,2,'pending','2022-10-13 01:30:00.000000','2022-10-13 01:30:00.000000',NULL,NULL,0,0,'','');
CREATE TABLE page_link (
	id INTEGER NOT NULL, 
	digest VARCHAR NOT NULL, 
	person_id INTEGER NOT NULL, 
	campaign_id INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	expires_at DATETIME NOT NULL, 
	used_at DATETIME, 
	PRIMARY KEY (id), 
	UNIQUE (digest), 
	FOREIGN KEY(person_id) REFERENCES person (id), 
	FOREIGN KEY(campaign_id) REFERENCES campaign (id)
);
CREATE TABLE person (
	id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	consented_at DATETIME, 
	notice VARCHAR NOT NULL, 
	forgotten_at DATETIME, 
	PRIMARY KEY (id)
);
INSERT INTO "person" VALUES(1,'Chị Hoa','2022-10-10 01:30:00.000000','2026-01',NULL);
INSERT INTO "person" VALUES(2,'Anh Ân','2022-10-10 01:30:00.000000','2026-01',NULL);
INSERT INTO "person" VALUES(3,'Chị Bình','2022-10-10 01:30:00.000000','2026-01',NULL);
INSERT INTO "person" VALUES(4,'Anh Cường','2022-10-10 01:30:00.000000','2026-01',NULL);
CREATE TABLE personal_link (
	id INTEGER NOT NULL, 
	digest VARCHAR NOT NULL, 
	person_id INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	expires_at DATETIME NOT NULL, 
	used_at DATETIME, 
	PRIMARY KEY (id), 
	UNIQUE (digest), 
	FOREIGN KEY(person_id) REFERENCES person (id)
);
CREATE TABLE reminder (
	id INTEGER NOT NULL, 
	campaign_id INTEGER NOT NULL, 
	unit_id INTEGER NOT NULL, 
	step VARCHAR NOT NULL, 
	round INTEGER NOT NULL, 
	due_at DATETIME NOT NULL, 
	words TEXT NOT NULL, 
	state VARCHAR NOT NULL, 
	finished_at DATETIME, 
	PRIMARY KEY (id), 
	UNIQUE (campaign_id, unit_id, step, round), 
	FOREIGN KEY(campaign_id) REFERENCES campaign (id), 
	FOREIGN KEY(unit_id) REFERENCES unit (id)
);
INSERT INTO "reminder" VALUES(1,1,1,'deadline-1',0,'2022-10-12 01:00:00.000000','','cancelled','2022-10-10 01:30:00.000000');
INSERT INTO "reminder" VALUES(2,1,1,'deadline-0',0,'2022-10-13 01:00:00.000000','','cancelled','2022-10-10 01:30:00.000000');
INSERT INTO "reminder" VALUES(3,1,1,'deadline+1',0,'2022-10-14 01:00:00.000000','','cancelled','2022-10-10 01:30:00.000000');
INSERT INTO "reminder" VALUES(4,1,1,'call_list+2',0,'2022-10-17 01:00:00.000000','','cancelled','2022-10-10 01:30:00.000000');
INSERT INTO "reminder" VALUES(5,1,2,'deadline-1',0,'2022-10-12 01:00:00.000000','','done','2022-10-13 01:30:00.000000');
INSERT INTO "reminder" VALUES(6,1,2,'deadline-0',0,'2022-10-13 01:00:00.000000','','done','2022-10-13 01:30:00.000000');
INSERT INTO "reminder" VALUES(7,1,2,'deadline+1',0,'2022-10-14 01:00:00.000000','','planned',NULL);
INSERT INTO "reminder" VALUES(8,1,2,'call_list+2',0,'2022-10-17 01:00:00.000000','','planned',NULL);
INSERT INTO "reminder" VALUES(9,1,3,'deadline-1',0,'2022-10-12 01:00:00.000000','','cancelled','2022-10-10 01:30:00.000000');
INSERT INTO "reminder" VALUES(10,1,3,'deadline-0',0,'2022-10-13 01:00:00.000000','','cancelled','2022-10-10 01:30:00.000000');
INSERT INTO "reminder" VALUES(11,1,3,'deadline+1',0,'2022-10-14 01:00:00.000000','','cancelled','2022-10-10 01:30:00.000000');
INSERT INTO "reminder" VALUES(12,1,3,'call_list+2',0,'2022-10-17 01:00:00.000000','','cancelled','2022-10-10 01:30:00.000000');
INSERT INTO "reminder" VALUES(13,1,4,'deadline-1',0,'2022-10-12 01:00:00.000000','','done','2022-10-13 01:30:00.000000');
INSERT INTO "reminder" VALUES(14,1,4,'deadline-0',0,'2022-10-13 01:00:00.000000','','done','2022-10-13 01:30:00.000000');
INSERT INTO "reminder" VALUES(15,1,4,'deadline+1',0,'2022-10-14 01:00:00.000000','','planned',NULL);
INSERT INTO "reminder" VALUES(16,1,4,'call_list+2',0,'2022-10-17 01:00:00.000000','','planned',NULL);
INSERT INTO "reminder" VALUES(17,1,5,'deadline-1',0,'2022-10-12 01:00:00.000000','','done','2022-10-13 01:30:00.000000');
INSERT INTO "reminder" VALUES(18,1,5,'deadline-0',0,'2022-10-13 01:00:00.000000','','done','2022-10-13 01:30:00.000000');
INSERT INTO "reminder" VALUES(19,1,5,'deadline+1',0,'2022-10-14 01:00:00.000000','','planned',NULL);
INSERT INTO "reminder" VALUES(20,1,5,'call_list+2',0,'2022-10-17 01:00:00.000000','','planned',NULL);
INSERT INTO "reminder" VALUES(21,1,6,'deadline-1',0,'2022-10-12 01:00:00.000000','','done','2022-10-13 01:30:00.000000');
INSERT INTO "reminder" VALUES(22,1,6,'deadline-0',0,'2022-10-13 01:00:00.000000','','done','2022-10-13 01:30:00.000000');
INSERT INTO "reminder" VALUES(23,1,6,'deadline+1',0,'2022-10-14 01:00:00.000000','','planned',NULL);
INSERT INTO "reminder" VALUES(24,1,6,'call_list+2',0,'2022-10-17 01:00:00.000000','','planned',NULL);
INSERT INTO "reminder" VALUES(25,1,7,'deadline-1',0,'2022-10-12 01:00:00.000000','','done','2022-10-13 01:30:00.000000');
INSERT INTO "reminder" VALUES(26,1,7,'deadline-0',0,'2022-10-13 01:00:00.000000','','done','2022-10-13 01:30:00.000000');
INSERT INTO "reminder" VALUES(27,1,7,'deadline+1',0,'2022-10-14 01:00:00.000000','','planned',NULL);
INSERT INTO "reminder" VALUES(28,1,7,'call_list+2',0,'2022-10-17 01:00:00.000000','','planned',NULL);
INSERT INTO "reminder" VALUES(29,1,8,'deadline-1',0,'2022-10-12 01:00:00.000000','','done','2022-10-13 01:30:00.000000');
INSERT INTO "reminder" VALUES(30,1,8,'deadline-0',0,'2022-10-13 01:00:00.000000','','done','2022-10-13 01:30:00.000000');
INSERT INTO "reminder" VALUES(31,1,8,'deadline+1',0,'2022-10-14 01:00:00.000000','','planned',NULL);
INSERT INTO "reminder" VALUES(32,1,8,'call_list+2',0,'2022-10-17 01:00:00.000000','','planned',NULL);
INSERT INTO "reminder" VALUES(33,1,9,'deadline-1',0,'2022-10-12 01:00:00.000000','','done','2022-10-13 01:30:00.000000');
INSERT INTO "reminder" VALUES(34,1,9,'deadline-0',0,'2022-10-13 01:00:00.000000','','done','2022-10-13 01:30:00.000000');
INSERT INTO "reminder" VALUES(35,1,9,'deadline+1',0,'2022-10-14 01:00:00.000000','','planned',NULL);
INSERT INTO "reminder" VALUES(36,1,9,'call_list+2',0,'2022-10-17 01:00:00.000000','','planned',NULL);
INSERT INTO "reminder" VALUES(37,1,10,'deadline-1',0,'2022-10-12 01:00:00.000000','','done','2022-10-13 01:30:00.000000');
INSERT INTO "reminder" VALUES(38,1,10,'deadline-0',0,'2022-10-13 01:00:00.000000','','done','2022-10-13 01:30:00.000000');
INSERT INTO "reminder" VALUES(39,1,10,'deadline+1',0,'2022-10-14 01:00:00.000000','','planned',NULL);
INSERT INTO "reminder" VALUES(40,1,10,'call_list+2',0,'2022-10-17 01:00:00.000000','','planned',NULL);
INSERT INTO "reminder" VALUES(41,1,11,'deadline-1',0,'2022-10-12 01:00:00.000000','','done','2022-10-13 01:30:00.000000');
INSERT INTO "reminder" VALUES(42,1,11,'deadline-0',0,'2022-10-13 01:00:00.000000','','done','2022-10-13 01:30:00.000000');
INSERT INTO "reminder" VALUES(43,1,11,'deadline+1',0,'2022-10-14 01:00:00.000000','','planned',NULL);
INSERT INTO "reminder" VALUES(44,1,11,'call_list+2',0,'2022-10-17 01:00:00.000000','','planned',NULL);
INSERT INTO "reminder" VALUES(45,1,12,'deadline-1',0,'2022-10-12 01:00:00.000000','','done','2022-10-13 01:30:00.000000');
INSERT INTO "reminder" VALUES(46,1,12,'deadline-0',0,'2022-10-13 01:00:00.000000','','done','2022-10-13 01:30:00.000000');
INSERT INTO "reminder" VALUES(47,1,12,'deadline+1',0,'2022-10-14 01:00:00.000000','','planned',NULL);
INSERT INTO "reminder" VALUES(48,1,12,'call_list+2',0,'2022-10-17 01:00:00.000000','','planned',NULL);
INSERT INTO "reminder" VALUES(49,1,13,'deadline-1',0,'2022-10-12 01:00:00.000000','','done','2022-10-13 01:30:00.000000');
INSERT INTO "reminder" VALUES(50,1,13,'deadline-0',0,'2022-10-13 01:00:00.000000','','done','2022-10-13 01:30:00.000000');
INSERT INTO "reminder" VALUES(51,1,13,'deadline+1',0,'2022-10-14 01:00:00.000000','','planned',NULL);
INSERT INTO "reminder" VALUES(52,1,13,'call_list+2',0,'2022-10-17 01:00:00.000000','','planned',NULL);
INSERT INTO "reminder" VALUES(53,1,14,'deadline-1',0,'2022-10-12 01:00:00.000000','','done','2022-10-13 01:30:00.000000');
INSERT INTO "reminder" VALUES(54,1,14,'deadline-0',0,'2022-10-13 01:00:00.000000','','done','2022-10-13 01:30:00.000000');
INSERT INTO "reminder" VALUES(55,1,14,'deadline+1',0,'2022-10-14 01:00:00.000000','','planned',NULL);
INSERT INTO "reminder" VALUES(56,1,14,'call_list+2',0,'2022-10-17 01:00:00.000000','','planned',NULL);
INSERT INTO "reminder" VALUES(57,1,3,'deadline-1',1,'2022-10-12 01:00:00.000000','','done','2022-10-13 01:30:00.000000');
INSERT INTO "reminder" VALUES(58,1,3,'deadline-0',1,'2022-10-13 01:00:00.000000','','done','2022-10-13 01:30:00.000000');
INSERT INTO "reminder" VALUES(59,1,3,'deadline+1',1,'2022-10-14 01:00:00.000000','','planned',NULL);
INSERT INTO "reminder" VALUES(60,1,3,'call_list+2',1,'2022-10-17 01:00:00.000000','','planned',NULL);
INSERT INTO "reminder" VALUES(61,1,3,'returned+2',1,'2022-10-12 01:00:00.000000','','done','2022-10-13 01:30:00.000000');
CREATE TABLE revision (
	id INTEGER NOT NULL, 
	submission_id INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	submitted_at DATETIME NOT NULL, 
	late_days INTEGER NOT NULL, 
	receipt VARCHAR NOT NULL, 
	person_id INTEGER, 
	attested_nil BOOLEAN NOT NULL, 
	returned BOOLEAN NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (submission_id, version), 
	FOREIGN KEY(submission_id) REFERENCES submission (id), 
	UNIQUE (receipt), 
	FOREIGN KEY(person_id) REFERENCES person (id)
);
INSERT INTO "revision" VALUES(1,1,1,'2022-10-10 01:30:00.000000',0,'T0031CODEX',2,0,0);
INSERT INTO "revision" VALUES(2,3,1,'2022-10-10 01:30:00.000000',0,'T0045CODEX',4,0,1);
CREATE TABLE revision_answer (
	revision_id INTEGER NOT NULL, 
	code VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	count BIGINT, 
	people BIGINT, 
	text TEXT NOT NULL, 
	note TEXT NOT NULL, 
	source TEXT NOT NULL, 
	parts TEXT NOT NULL, 
	PRIMARY KEY (revision_id, code), 
	FOREIGN KEY(revision_id) REFERENCES revision (id)
);
INSERT INTO "revision_answer" VALUES(1,'1.1','value',3,45,'','','chat','');
INSERT INTO "revision_answer" VALUES(1,'10.1','value',12500000,NULL,'','','chat','');
INSERT INTO "revision_answer" VALUES(2,'1.1','value',1,20,'','','chat','');
CREATE TABLE seat (
	id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	campaign_id INTEGER NOT NULL, 
	unit_id INTEGER, 
	role VARCHAR NOT NULL, 
	since DATETIME NOT NULL, 
	until DATETIME, 
	PRIMARY KEY (id), 
	FOREIGN KEY(person_id) REFERENCES person (id), 
	FOREIGN KEY(campaign_id) REFERENCES campaign (id), 
	FOREIGN KEY(unit_id) REFERENCES unit (id)
);
INSERT INTO "seat" VALUES(1,1,1,NULL,'coordinator','2022-10-10 01:30:00.000000',NULL);
INSERT INTO "seat" VALUES(2,2,1,1,'reporter','2022-10-10 01:30:00.000000',NULL);
INSERT INTO "seat" VALUES(3,3,1,2,'reporter','2022-10-10 01:30:00.000000',NULL);
INSERT INTO "seat" VALUES(4,4,1,3,'reporter','2022-10-10 01:30:00.000000',NULL);
CREATE TABLE setting (
	"key" VARCHAR NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY ("key")
);
CREATE TABLE snapshot (
	id INTEGER NOT NULL, 
	campaign_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	made_at DATETIME NOT NULL, 
	person_id INTEGER, 
	kind VARCHAR NOT NULL, 
	digest VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (campaign_id, number), 
	FOREIGN KEY(campaign_id) REFERENCES campaign (id), 
	FOREIGN KEY(person_id) REFERENCES person (id)
);
INSERT INTO "snapshot" VALUES(1,1,1,'2022-10-13 01:30:00.000000',NULL,'xlsx','34f924a64433c501c6c75a1ed598efc02b8d9aa133ccca3101bfc79db55b8a84');
CREATE TABLE snapshot_cell (
	snapshot_id INTEGER NOT NULL, 
	form VARCHAR NOT NULL, 
	code VARCHAR NOT NULL, 
	count BIGINT NOT NULL, 
	count_units INTEGER NOT NULL, 
	people BIGINT NOT NULL, 
	people_units INTEGER NOT NULL, 
	PRIMARY KEY (snapshot_id, form, code), 
	FOREIGN KEY(snapshot_id) REFERENCES snapshot (id)
);
INSERT INTO "snapshot_cell" VALUES(1,'phu-luc-ii-2022','1',3,1,45,1);
INSERT INTO "snapshot_cell" VALUES(1,'phu-luc-ii-2022','1.1',3,1,45,1);
INSERT INTO "snapshot_cell" VALUES(1,'phu-luc-ii-2022','1.2',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(1,'phu-luc-ii-2022','1.3',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(1,'phu-luc-ii-2022','1.4',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(1,'phu-luc-ii-2022','1.4a',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(1,'phu-luc-ii-2022','1.5',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(1,'phu-luc-ii-2022','1.6',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(1,'phu-luc-ii-2022','1.7',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(1,'phu-luc-ii-2022','1.8',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(1,'phu-luc-ii-2022','1.9',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(1,'phu-luc-ii-2022','1.10',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(1,'phu-luc-ii-2022','1.11',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(1,'phu-luc-ii-2022','1.12',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(1,'phu-luc-ii-2022','2',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(1,'phu-luc-ii-2022','3',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(1,'phu-luc-ii-2022','4.1',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(1,'phu-luc-ii-2022','4.2',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(1,'phu-luc-ii-2022','4.3',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(1,'phu-luc-ii-2022','5',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(1,'phu-luc-ii-2022','5.1',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(1,'phu-luc-ii-2022','5.2',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(1,'phu-luc-ii-2022','5.3',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(1,'phu-luc-ii-2022','5.4',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(1,'phu-luc-ii-2022','6',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(1,'phu-luc-ii-2022','6.1',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(1,'phu-luc-ii-2022','6.2',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(1,'phu-luc-ii-2022','6.3',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(1,'phu-luc-ii-2022','6.4',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(1,'phu-luc-ii-2022','7.1',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(1,'phu-luc-ii-2022','7.2',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(1,'phu-luc-ii-2022','8',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(1,'phu-luc-ii-2022','9.1',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(1,'phu-luc-ii-2022','9.2',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(1,'phu-luc-ii-2022','10.1',12500000,1,0,0);
INSERT INTO "snapshot_cell" VALUES(1,'phu-luc-ii-2022','10.2',0,0,0,0);
CREATE TABLE snapshot_unit (
	snapshot_id INTEGER NOT NULL, 
	unit_id INTEGER NOT NULL, 
	revision_id INTEGER NOT NULL, 
	PRIMARY KEY (snapshot_id, unit_id), 
	FOREIGN KEY(snapshot_id) REFERENCES snapshot (id), 
	FOREIGN KEY(unit_id) REFERENCES unit (id), 
	FOREIGN KEY(revision_id) REFERENCES revision (id)
);
INSERT INTO "snapshot_unit" VALUES(1,1,1);
CREATE TABLE submission (
	id INTEGER NOT NULL, 
	campaign_id INTEGER NOT NULL, 
	unit_id INTEGER NOT NULL, 
	status VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	draft BOOLEAN NOT NULL, 
	submitted_at DATETIME, 
	late_days INTEGER NOT NULL, 
	returned_reason TEXT NOT NULL, 
	returned_row VARCHAR NOT NULL, 
	extended_until DATETIME, 
	extension_reason TEXT NOT NULL, 
	extension_author VARCHAR NOT NULL, 
	answered INTEGER NOT NULL, 
	changed_at DATETIME, 
	PRIMARY KEY (id), 
	UNIQUE (campaign_id, unit_id), 
	FOREIGN KEY(campaign_id) REFERENCES campaign (id), 
	FOREIGN KEY(unit_id) REFERENCES unit (id)
);
INSERT INTO "submission" VALUES(1,1,1,'submitted',1,0,'2022-10-10 01:30:00.000000',0,'','',NULL,'','',2,'2022-10-10 01:30:00.000000');
INSERT INTO "submission" VALUES(2,1,2,'in_progress',0,0,NULL,0,'','',NULL,'','',1,'2022-10-10 01:30:00.000000');
INSERT INTO "submission" VALUES(3,1,3,'returned',1,1,'2022-10-10 01:30:00.000000',0,'1.1 chưa khớp','1.1',NULL,'','',1,'2022-10-10 01:30:00.000000');
INSERT INTO "submission" VALUES(4,1,4,'not_started',0,0,NULL,0,'','',NULL,'','',0,NULL);
INSERT INTO "submission" VALUES(5,1,5,'not_started',0,0,NULL,0,'','',NULL,'','',0,NULL);
INSERT INTO "submission" VALUES(6,1,6,'not_started',0,0,NULL,0,'','',NULL,'','',0,NULL);
INSERT INTO "submission" VALUES(7,1,7,'not_started',0,0,NULL,0,'','',NULL,'','',0,NULL);
INSERT INTO "submission" VALUES(8,1,8,'not_started',0,0,NULL,0,'','',NULL,'','',0,NULL);
INSERT INTO "submission" VALUES(9,1,9,'not_started',0,0,NULL,0,'','',NULL,'','',0,NULL);
INSERT INTO "submission" VALUES(10,1,10,'not_started',0,0,NULL,0,'','',NULL,'','',0,NULL);
INSERT INTO "submission" VALUES(11,1,11,'not_started',0,0,NULL,0,'','',NULL,'','',0,NULL);
INSERT INTO "submission" VALUES(12,1,12,'not_started',0,0,NULL,0,'','',NULL,'','',0,NULL);
INSERT INTO "submission" VALUES(13,1,13,'not_started',0,0,NULL,0,'','',NULL,'','',0,NULL);
INSERT INTO "submission" VALUES(14,1,14,'not_started',0,0,NULL,0,'','',NULL,'','',0,NULL);
CREATE TABLE typed_cell (
	submission_id INTEGER NOT NULL, 
	code VARCHAR NOT NULL, 
	cell VARCHAR NOT NULL, 
	text TEXT NOT NULL, 
	over VARCHAR NOT NULL, 
	person_id INTEGER, 
	typed_at DATETIME NOT NULL, 
	PRIMARY KEY (submission_id, code, cell), 
	FOREIGN KEY(submission_id) REFERENCES submission (id), 
	FOREIGN KEY(person_id) REFERENCES person (id)
);
CREATE TABLE unit (
	id INTEGER NOT NULL, 
	body VARCHAR NOT NULL, 
	code VARCHAR NOT NULL, 
	entry INTEGER NOT NULL, 
	valid_from DATE, 
	name VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	parent VARCHAR NOT NULL, 
	aliases TEXT NOT NULL, 
	predecessors TEXT NOT NULL, 
	commune_code VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (body, code, entry)
);
INSERT INTO "unit" VALUES(1,'UBND huyện Mường Tè','03433',1,NULL,'Thị trấn Mường Tè','thị trấn','','["TT Mường Tè"]','[]','');
INSERT INTO "unit" VALUES(2,'UBND huyện Mường Tè','03436',1,NULL,'Xã Thu Lũm','xã','','[]','[]','');
INSERT INTO "unit" VALUES(3,'UBND huyện Mường Tè','03439',1,NULL,'Xã Ka Lăng','xã','','[]','[]','');
INSERT INTO "unit" VALUES(4,'UBND huyện Mường Tè','03440',1,NULL,'Xã Tá Bạ','xã','','[]','[]','');
INSERT INTO "unit" VALUES(5,'UBND huyện Mường Tè','03442',1,NULL,'Xã Pa Ủ','xã','','[]','[]','');
INSERT INTO "unit" VALUES(6,'UBND huyện Mường Tè','03445',1,NULL,'Xã Mường Tè','xã','','[]','[]','');
INSERT INTO "unit" VALUES(7,'UBND huyện Mường Tè','03448',1,NULL,'Xã Pa Vệ Sủ','xã','','["Xã Pa Vệ Sử"]','[]','');
INSERT INTO "unit" VALUES(8,'UBND huyện Mường Tè','03451',1,NULL,'Xã Mù Cả','xã','','[]','[]','');
INSERT INTO "unit" VALUES(9,'UBND huyện Mường Tè','03454',1,NULL,'Xã Bum Tở','xã','','[]','[]','');
INSERT INTO "unit" VALUES(10,'UBND huyện Mường Tè','03457',1,NULL,'Xã Nậm Khao','xã','','[]','[]','');
INSERT INTO "unit" VALUES(11,'UBND huyện Mường Tè','03463',1,NULL,'Xã Tà Tổng','xã','','[]','[]','');
INSERT INTO "unit" VALUES(12,'UBND huyện Mường Tè','03466',1,NULL,'Xã Bum Nưa','xã','','[]','[]','');
INSERT INTO "unit" VALUES(13,'UBND huyện Mường Tè','03467',1,NULL,'Xã Vàng San','xã','','[]','[]','');
INSERT INTO "unit" VALUES(14,'UBND huyện Mường Tè','03469',1,NULL,'Xã Can Hồ','xã','','["Xã Kan Hồ"]','[]','');
CREATE TABLE visit (
	id INTEGER NOT NULL, 
	digest VARCHAR NOT NULL, 
	person_id INTEGER NOT NULL, 
	campaign_id INTEGER, 
	way VARCHAR NOT NULL, 
	device VARCHAR NOT NULL, 
	begun_at DATETIME NOT NULL, 
	seen_at DATETIME NOT NULL, 
	expires_at DATETIME NOT NULL, 
	ended_at DATETIME, 
	PRIMARY KEY (id), 
	UNIQUE (digest), 
	FOREIGN KEY(person_id) REFERENCES person (id), 
	FOREIGN KEY(campaign_id) REFERENCES campaign (id)
);
CREATE INDEX ix_unit_parent ON unit (body, parent);
CREATE INDEX ix_campaign_body ON campaign (body, period_end);
CREATE INDEX ix_submission_unit_id ON submission (unit_id);
CREATE INDEX ix_submission_status ON submission (campaign_id, status);
CREATE INDEX ix_address_person_id ON address (person_id);
CREATE INDEX ix_seat_unit ON seat (campaign_id, unit_id);
CREATE INDEX ix_seat_person_id ON seat (person_id);
CREATE INDEX ix_page_link_person_id ON page_link (person_id);
CREATE INDEX ix_personal_link_person_id ON personal_link (person_id);
CREATE INDEX ix_visit_person_id ON visit (person_id);
CREATE INDEX ix_reminder_unit ON reminder (campaign_id, unit_id, state);
CREATE INDEX ix_reminder_due ON reminder (state, due_at);
CREATE INDEX ix_file_submission_id ON file (submission_id);
CREATE INDEX ix_invite_campaign_id ON invite (campaign_id);
CREATE INDEX ix_inbox_address ON inbox (address_id, id);
CREATE INDEX ix_inbox_open ON inbox (id) WHERE done_at IS NULL;
CREATE INDEX ix_outbox_open ON outbox (address_id, id) WHERE finished_at IS NULL;
CREATE INDEX ix_outbox_notice_id ON outbox (notice_id);
CREATE INDEX ix_outbox_address ON outbox (address_id, id);
CREATE INDEX ix_outbox_due ON outbox (state, urgency, id);
CREATE INDEX ix_audit_submission ON audit (submission_id, id);
CREATE INDEX ix_audit_talk ON audit (campaign_id, submission_id, id) WHERE fact IN ('QuestionAsked', 'UnitTold');
CREATE INDEX ix_audit_inbox_id ON audit (inbox_id);
COMMIT;
