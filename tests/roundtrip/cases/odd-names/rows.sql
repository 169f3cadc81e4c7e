INSERT INTO "select" VALUES('select', NULL);
INSERT INTO "two words" VALUES('two words', NULL);
INSERT INTO "it's" VALUES('it''s', NULL);
INSERT INTO "dq""dq" VALUES('dq""dq', NULL);
INSERT INTO "back`tick" VALUES('back`tick', NULL);
INSERT INTO "[x]" VALUES('[x]', NULL);
INSERT INTO "new
line" VALUES('new
line', NULL);
INSERT INTO "-- c" VALUES('-- c', NULL);
INSERT INTO "*/" VALUES('*/', NULL);
INSERT INTO "café" VALUES('café', NULL);
INSERT INTO "😀" VALUES('😀', NULL);
INSERT INTO "semi;colon" VALUES('semi;colon', NULL);
INSERT INTO "%s" VALUES('%s', NULL);
