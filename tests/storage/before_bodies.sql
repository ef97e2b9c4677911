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
INSERT INTO "address" VALUES(1,'telegram','bot','Lò Văn Ân-1',1,'Lò Văn Ân','{"v":1,"seat":1,"prompt":8}',8,'2022-10-10 01:30:00.000000',NULL,NULL,'',0,NULL);
INSERT INTO "address" VALUES(2,'telegram','bot','Người khác-10',2,'Người khác','{"v":1,"seat":2,"prompt":6}',7,'2022-10-10 01:30:00.000000',NULL,NULL,'',0,NULL);
CREATE TABLE answer (
	submission_id INTEGER NOT NULL, 
	code VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	count BIGINT, 
	people BIGINT, 
	text TEXT NOT NULL, 
	note TEXT NOT NULL, 
	source TEXT NOT NULL, 
	person_id INTEGER, 
	changed_at DATETIME NOT NULL, 
	PRIMARY KEY (submission_id, code), 
	FOREIGN KEY(submission_id) REFERENCES submission (id), 
	FOREIGN KEY(person_id) REFERENCES person (id)
);
INSERT INTO "answer" VALUES(12,'1.6','value',4,160,'','','chat',1,'2022-10-10 01:30:00.000000');
INSERT INTO "answer" VALUES(15,'1.6','value',9,300,'','','chat',2,'2022-10-10 01:30:00.000000');
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
INSERT INTO "audit" VALUES(1,'2022-10-10 01:30:00.000000',1,'',2,NULL,NULL,'Joined','','','{"invite_id":"1","person_name":"Lò Văn Ân","notice":"2026-01"}');
INSERT INTO "audit" VALUES(2,'2022-10-10 01:30:00.000000',1,'',4,1,12,'AnswerRecorded','1.6','','{"state":"value","count":4,"people":160,"source":"chat"}');
INSERT INTO "audit" VALUES(3,'2022-10-10 01:30:00.000000',1,'',7,1,12,'Submitted','','','{"submission_id":"12","version":"1","at":"2022-10-10 08:30:00+07:00","late_days":"0","receipt":"T0014CODEX","attested_nil":"False"}');
INSERT INTO "audit" VALUES(4,'2022-10-10 01:30:00.000000',NULL,'dòng lệnh',NULL,1,NULL,'TotalIssued','','','{"campaign_id":"1","number":"1","kind":"xlsx"}');
INSERT INTO "audit" VALUES(5,'2022-10-10 01:30:00.000000',2,'',10,NULL,NULL,'Joined','','','{"invite_id":"2","person_name":"Người khác","notice":"2026-01"}');
INSERT INTO "audit" VALUES(6,'2022-10-10 01:30:00.000000',2,'',11,2,15,'AnswerRecorded','1.6','','{"state":"value","count":9,"people":300,"source":"chat"}');
INSERT INTO "audit" VALUES(7,'2022-10-10 01:30:00.000000',2,'',14,2,15,'Submitted','','','{"submission_id":"15","version":"1","at":"2022-10-10 08:30:00+07:00","late_days":"0","receipt":"T0029CODEX","attested_nil":"False"}');
INSERT INTO "audit" VALUES(8,'2022-10-10 01:30:00.000000',NULL,'dòng lệnh',NULL,2,NULL,'TotalIssued','','','{"campaign_id":"2","number":"1","kind":"xlsx"}');
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
INSERT INTO "campaign" VALUES(1,'muong-te-2022','Tuần lễ hưởng ứng học tập suốt đời năm 2022','open','2022-10-01','2022-10-07','trước ngày 14/10/2022','2022-10-13 16:59:59.000000','UBND huyện Mường Tè','Phòng Giáo dục và Đào tạo huyện','{"":"phu-luc-ii-2022"}',0,'','{}','slug = "muong-te-2022"
title = "Tuần lễ hưởng ứng học tập suốt đời năm 2022"
form = "phu-luc-ii-2022"
period = { start = 2022-10-01, end = 2022-10-07 }
deadline = "trước ngày 14/10/2022"
issuer = "UBND huyện Mường Tè"
receiver = "Phòng Giáo dục và Đào tạo huyện"
units = "units.csv"
photos_min = 1
','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000',NULL);
INSERT INTO "campaign" VALUES(2,'noi-khac-2023','Tuần lễ học tập năm 2023','open','2023-10-01','2023-10-07','trước ngày 14/10/2023','2023-10-13 16:59:59.000000','UBND huyện Nơi Khác','','{"":"phu-luc-ii-2022"}',0,'','{}','slug = "noi-khac-2023"
title = "Tuần lễ học tập năm 2023"
form = "phu-luc-ii-2022"
period = { start = 2023-10-01, end = 2023-10-07 }
deadline = "trước ngày 14/10/2023"
issuer = "UBND huyện Nơi Khác"
units = "u.csv"
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
INSERT INTO "form" VALUES(1,'phu-luc-ii-2022',1,'','2022-10-10 01:30:00.000000');
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
	PRIMARY KEY (id), 
	UNIQUE (channel, bot, "key"), 
	FOREIGN KEY(address_id) REFERENCES address (id)
);
INSERT INTO "inbox" VALUES(1,'telegram','bot','m2',1,'{"kind":"start","text":"T0001CODEX","sender_name":"Lò Văn Ân","message":"m2"}','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000','');
INSERT INTO "inbox" VALUES(2,'telegram','bot','m3',1,'{"kind":"text","text":"Đồng ý","sender_name":"Lò Văn Ân","message":"m3"}','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000','');
INSERT INTO "inbox" VALUES(3,'telegram','bot','m4',1,'{"kind":"text","text":"1.6: 4 lớp 160 người","sender_name":"Lò Văn Ân","message":"m4"}','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000','');
INSERT INTO "inbox" VALUES(4,'telegram','bot','m5',1,'{"kind":"text","text":"đúng","sender_name":"Lò Văn Ân","message":"m5"}','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000','');
INSERT INTO "inbox" VALUES(5,'telegram','bot','m6',1,'{"kind":"text","text":"nộp","sender_name":"Lò Văn Ân","message":"m6"}','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000','');
INSERT INTO "inbox" VALUES(6,'telegram','bot','m7',1,'{"kind":"text","text":"nộp","sender_name":"Lò Văn Ân","message":"m7"}','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000','');
INSERT INTO "inbox" VALUES(7,'telegram','bot','m8',1,'{"kind":"text","text":"nộp","sender_name":"Lò Văn Ân","message":"m8"}','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000','');
INSERT INTO "inbox" VALUES(8,'telegram','bot','m9',1,'{"kind":"text","text":"nộp","sender_name":"Lò Văn Ân","message":"m9"}','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000','');
INSERT INTO "inbox" VALUES(9,'telegram','bot','m11',2,'{"kind":"start","text":"T0018CODEX","sender_name":"Người khác","message":"m11"}','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000','');
INSERT INTO "inbox" VALUES(10,'telegram','bot','m12',2,'{"kind":"text","text":"Đồng ý","sender_name":"Người khác","message":"m12"}','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000','');
INSERT INTO "inbox" VALUES(11,'telegram','bot','m13',2,'{"kind":"text","text":"sửa 1.6 thành 9 lớp 300 người","sender_name":"Người khác","message":"m13"}','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000','');
INSERT INTO "inbox" VALUES(12,'telegram','bot','m14',2,'{"kind":"text","text":"nộp","sender_name":"Người khác","message":"m14"}','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000','');
INSERT INTO "inbox" VALUES(13,'telegram','bot','m15',2,'{"kind":"text","text":"nộp","sender_name":"Người khác","message":"m15"}','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000','');
INSERT INTO "inbox" VALUES(14,'telegram','bot','m16',2,'{"kind":"text","text":"nộp","sender_name":"Người khác","message":"m16"}','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000','');
INSERT INTO "inbox" VALUES(15,'telegram','bot','m17',2,'{"kind":"text","text":"nộp","sender_name":"Người khác","message":"m17"}','2022-10-10 01:30:00.000000','2022-10-10 01:30:00.000000','');
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
	PRIMARY KEY (id), 
	UNIQUE (digest), 
	FOREIGN KEY(campaign_id) REFERENCES campaign (id), 
	FOREIGN KEY(unit_id) REFERENCES unit (id), 
	FOREIGN KEY(used_by) REFERENCES person (id), 
	FOREIGN KEY(hands_over) REFERENCES seat (id)
);
INSERT INTO "invite" VALUES(1,'67676567f85cc369bbc8f6a93e5fcb47b36145a7f44982906f91b4f0a373f76c',1,12,'reporter','2022-10-10 01:30:00.000000','2022-11-09 01:30:00.000000','2022-10-10 01:30:00.000000',1,NULL,NULL);
INSERT INTO "invite" VALUES(2,'a5ecfe8683c159a6b3ad439e0f1ad11c1e7d86fdd132070056de68f131334366',2,12,'reporter','2022-10-10 01:30:00.000000','2022-11-09 01:30:00.000000','2022-10-10 01:30:00.000000',2,NULL,NULL);
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
INSERT INTO "person" VALUES(1,'Lò Văn Ân','2022-10-10 01:30:00.000000','2026-01',NULL);
INSERT INTO "person" VALUES(2,'Người khác','2022-10-10 01:30:00.000000','2026-01',NULL);
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
INSERT INTO "reminder" VALUES(48,1,12,'call_list+2',0,'2022-10-17 01:00:00.000000','','cancelled','2022-10-10 01:30:00.000000');
INSERT INTO "reminder" VALUES(62,2,12,'call_list+2',0,'2023-10-17 01:00:00.000000','','cancelled','2022-10-10 01:30:00.000000');
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
INSERT INTO "revision" VALUES(1,12,1,'2022-10-10 01:30:00.000000',0,'T0014CODEX',1,0,0);
INSERT INTO "revision" VALUES(2,15,1,'2022-10-10 01:30:00.000000',0,'T0029CODEX',2,0,0);
CREATE TABLE revision_answer (
	revision_id INTEGER NOT NULL, 
	code VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	count BIGINT, 
	people BIGINT, 
	text TEXT NOT NULL, 
	note TEXT NOT NULL, 
	source TEXT NOT NULL, 
	PRIMARY KEY (revision_id, code), 
	FOREIGN KEY(revision_id) REFERENCES revision (id)
);
INSERT INTO "revision_answer" VALUES(1,'1.6','value',4,160,'','','chat');
INSERT INTO "revision_answer" VALUES(2,'1.6','value',9,300,'','','chat');
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
INSERT INTO "seat" VALUES(1,1,1,12,'reporter','2022-10-10 01:30:00.000000',NULL);
INSERT INTO "seat" VALUES(2,2,2,12,'reporter','2022-10-10 01:30:00.000000',NULL);
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
INSERT INTO "snapshot" VALUES(1,1,1,'2022-10-10 01:30:00.000000',NULL,'xlsx','dfbf3205a38df73534003ff5a3c6ccfdda0135ecd87bea844119a82b4910316a');
INSERT INTO "snapshot" VALUES(2,2,1,'2022-10-10 01:30:00.000000',NULL,'xlsx','a89bba64dd5bf5ebb54085d0bf57e3550490affb607646a900a1348314a83af7');
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
INSERT INTO "snapshot_cell" VALUES(1,'phu-luc-ii-2022','1',4,1,160,1);
INSERT INTO "snapshot_cell" VALUES(1,'phu-luc-ii-2022','1.1',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(1,'phu-luc-ii-2022','1.2',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(1,'phu-luc-ii-2022','1.3',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(1,'phu-luc-ii-2022','1.4',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(1,'phu-luc-ii-2022','1.4a',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(1,'phu-luc-ii-2022','1.5',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(1,'phu-luc-ii-2022','1.6',4,1,160,1);
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
INSERT INTO "snapshot_cell" VALUES(1,'phu-luc-ii-2022','10.1',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(1,'phu-luc-ii-2022','10.2',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(2,'phu-luc-ii-2022','1',9,1,300,1);
INSERT INTO "snapshot_cell" VALUES(2,'phu-luc-ii-2022','1.1',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(2,'phu-luc-ii-2022','1.2',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(2,'phu-luc-ii-2022','1.3',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(2,'phu-luc-ii-2022','1.4',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(2,'phu-luc-ii-2022','1.4a',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(2,'phu-luc-ii-2022','1.5',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(2,'phu-luc-ii-2022','1.6',9,1,300,1);
INSERT INTO "snapshot_cell" VALUES(2,'phu-luc-ii-2022','1.7',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(2,'phu-luc-ii-2022','1.8',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(2,'phu-luc-ii-2022','1.9',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(2,'phu-luc-ii-2022','1.10',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(2,'phu-luc-ii-2022','1.11',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(2,'phu-luc-ii-2022','1.12',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(2,'phu-luc-ii-2022','2',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(2,'phu-luc-ii-2022','3',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(2,'phu-luc-ii-2022','4.1',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(2,'phu-luc-ii-2022','4.2',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(2,'phu-luc-ii-2022','4.3',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(2,'phu-luc-ii-2022','5',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(2,'phu-luc-ii-2022','5.1',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(2,'phu-luc-ii-2022','5.2',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(2,'phu-luc-ii-2022','5.3',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(2,'phu-luc-ii-2022','5.4',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(2,'phu-luc-ii-2022','6',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(2,'phu-luc-ii-2022','6.1',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(2,'phu-luc-ii-2022','6.2',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(2,'phu-luc-ii-2022','6.3',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(2,'phu-luc-ii-2022','6.4',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(2,'phu-luc-ii-2022','7.1',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(2,'phu-luc-ii-2022','7.2',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(2,'phu-luc-ii-2022','8',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(2,'phu-luc-ii-2022','9.1',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(2,'phu-luc-ii-2022','9.2',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(2,'phu-luc-ii-2022','10.1',0,0,0,0);
INSERT INTO "snapshot_cell" VALUES(2,'phu-luc-ii-2022','10.2',0,0,0,0);
CREATE TABLE snapshot_unit (
	snapshot_id INTEGER NOT NULL, 
	unit_id INTEGER NOT NULL, 
	revision_id INTEGER NOT NULL, 
	PRIMARY KEY (snapshot_id, unit_id), 
	FOREIGN KEY(snapshot_id) REFERENCES snapshot (id), 
	FOREIGN KEY(unit_id) REFERENCES unit (id), 
	FOREIGN KEY(revision_id) REFERENCES revision (id)
);
INSERT INTO "snapshot_unit" VALUES(1,12,1);
INSERT INTO "snapshot_unit" VALUES(2,12,2);
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
INSERT INTO "submission" VALUES(1,1,1,'not_started',0,0,NULL,0,'','',NULL,'','',0,NULL);
INSERT INTO "submission" VALUES(2,1,2,'not_started',0,0,NULL,0,'','',NULL,'','',0,NULL);
INSERT INTO "submission" VALUES(3,1,3,'not_started',0,0,NULL,0,'','',NULL,'','',0,NULL);
INSERT INTO "submission" VALUES(4,1,4,'not_started',0,0,NULL,0,'','',NULL,'','',0,NULL);
INSERT INTO "submission" VALUES(5,1,5,'not_started',0,0,NULL,0,'','',NULL,'','',0,NULL);
INSERT INTO "submission" VALUES(6,1,6,'not_started',0,0,NULL,0,'','',NULL,'','',0,NULL);
INSERT INTO "submission" VALUES(7,1,7,'not_started',0,0,NULL,0,'','',NULL,'','',0,NULL);
INSERT INTO "submission" VALUES(8,1,8,'not_started',0,0,NULL,0,'','',NULL,'','',0,NULL);
INSERT INTO "submission" VALUES(9,1,9,'not_started',0,0,NULL,0,'','',NULL,'','',0,NULL);
INSERT INTO "submission" VALUES(10,1,10,'not_started',0,0,NULL,0,'','',NULL,'','',0,NULL);
INSERT INTO "submission" VALUES(11,1,11,'not_started',0,0,NULL,0,'','',NULL,'','',0,NULL);
INSERT INTO "submission" VALUES(12,1,12,'submitted',1,0,'2022-10-10 01:30:00.000000',0,'','',NULL,'','',1,'2022-10-10 01:30:00.000000');
INSERT INTO "submission" VALUES(13,1,13,'not_started',0,0,NULL,0,'','',NULL,'','',0,NULL);
INSERT INTO "submission" VALUES(14,1,14,'not_started',0,0,NULL,0,'','',NULL,'','',0,NULL);
INSERT INTO "submission" VALUES(15,2,12,'submitted',1,0,'2022-10-10 01:30:00.000000',0,'','',NULL,'','',1,'2022-10-10 01:30:00.000000');
INSERT INTO "submission" VALUES(16,2,15,'not_started',0,0,NULL,0,'','',NULL,'','',0,NULL);
CREATE TABLE unit (
	id INTEGER NOT NULL, 
	code VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	parent VARCHAR NOT NULL, 
	aliases TEXT NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (code)
);
INSERT INTO "unit" VALUES(1,'03433','Thị trấn Mường Tè','thị trấn','','["TT Mường Tè"]');
INSERT INTO "unit" VALUES(2,'03436','Xã Thu Lũm','xã','','[]');
INSERT INTO "unit" VALUES(3,'03439','Xã Ka Lăng','xã','','[]');
INSERT INTO "unit" VALUES(4,'03440','Xã Tá Bạ','xã','','[]');
INSERT INTO "unit" VALUES(5,'03442','Xã Pa Ủ','xã','','[]');
INSERT INTO "unit" VALUES(6,'03445','Xã Mường Tè','xã','','[]');
INSERT INTO "unit" VALUES(7,'03448','Xã Pa Vệ Sủ','xã','','["Xã Pa Vệ Sử"]');
INSERT INTO "unit" VALUES(8,'03451','Xã Mù Cả','xã','','[]');
INSERT INTO "unit" VALUES(9,'03454','Xã Bum Tở','xã','','[]');
INSERT INTO "unit" VALUES(10,'03457','Xã Nậm Khao','xã','','[]');
INSERT INTO "unit" VALUES(11,'03463','Xã Tà Tổng','xã','','[]');
INSERT INTO "unit" VALUES(12,'03466','Xã Bum Nưa','xã','','[]');
INSERT INTO "unit" VALUES(13,'03467','Xã Vàng San','xã','','[]');
INSERT INTO "unit" VALUES(14,'03469','Xã Can Hồ','xã','','["Xã Kan Hồ"]');
INSERT INTO "unit" VALUES(15,'90001','Xã Chỉ Ở Đây','xã','','[]');
CREATE INDEX ix_submission_unit_id ON submission (unit_id);
CREATE INDEX ix_submission_status ON submission (campaign_id, status);
CREATE INDEX ix_address_person_id ON address (person_id);
CREATE INDEX ix_seat_person_id ON seat (person_id);
CREATE INDEX ix_seat_unit ON seat (campaign_id, unit_id);
CREATE INDEX ix_page_link_person_id ON page_link (person_id);
CREATE INDEX ix_personal_link_person_id ON personal_link (person_id);
CREATE INDEX ix_reminder_due ON reminder (state, due_at);
CREATE INDEX ix_reminder_unit ON reminder (campaign_id, unit_id, state);
CREATE INDEX ix_file_submission_id ON file (submission_id);
CREATE INDEX ix_invite_campaign_id ON invite (campaign_id);
CREATE INDEX ix_inbox_open ON inbox (id) WHERE done_at IS NULL;
CREATE INDEX ix_inbox_address ON inbox (address_id, id);
CREATE INDEX ix_outbox_address ON outbox (address_id, id);
CREATE INDEX ix_outbox_due ON outbox (state, urgency, id);
CREATE INDEX ix_outbox_notice_id ON outbox (notice_id);
CREATE INDEX ix_outbox_open ON outbox (address_id, id) WHERE finished_at IS NULL;
CREATE INDEX ix_audit_inbox_id ON audit (inbox_id);
CREATE INDEX ix_audit_talk ON audit (campaign_id, submission_id, id) WHERE fact IN ('QuestionAsked', 'UnitTold');
CREATE INDEX ix_audit_submission ON audit (submission_id, id);
COMMIT;
