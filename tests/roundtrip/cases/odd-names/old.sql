CREATE TABLE "select"("select" TEXT, "xselect" INTEGER REFERENCES "select"("select") CHECK("xselect" IS NOT 77));
CREATE UNIQUE INDEX "iselect" ON "select"("select") WHERE "xselect" > 0;
CREATE VIEW "vselect" AS SELECT "select" FROM "select";
CREATE TRIGGER "tselect" AFTER INSERT ON "select" BEGIN UPDATE "select" SET "select" = new."select" WHERE 0; END;
CREATE TABLE "two words"("two words" TEXT, "xtwo words" INTEGER REFERENCES "two words"("two words") CHECK("xtwo words" IS NOT 77));
CREATE UNIQUE INDEX "itwo words" ON "two words"("two words") WHERE "xtwo words" > 0;
CREATE VIEW "vtwo words" AS SELECT "two words" FROM "two words";
CREATE TRIGGER "ttwo words" AFTER INSERT ON "two words" BEGIN UPDATE "two words" SET "two words" = new."two words" WHERE 0; END;
CREATE TABLE "it's"("it's" TEXT, "xit's" INTEGER REFERENCES "it's"("it's") CHECK("xit's" IS NOT 77));
CREATE UNIQUE INDEX "iit's" ON "it's"("it's") WHERE "xit's" > 0;
CREATE VIEW "vit's" AS SELECT "it's" FROM "it's";
CREATE TRIGGER "tit's" AFTER INSERT ON "it's" BEGIN UPDATE "it's" SET "it's" = new."it's" WHERE 0; END;
CREATE TABLE "dq""dq"("dq""dq" TEXT, "xdq""dq" INTEGER REFERENCES "dq""dq"("dq""dq") CHECK("xdq""dq" IS NOT 77));
CREATE UNIQUE INDEX "idq""dq" ON "dq""dq"("dq""dq") WHERE "xdq""dq" > 0;
CREATE VIEW "vdq""dq" AS SELECT "dq""dq" FROM "dq""dq";
CREATE TRIGGER "tdq""dq" AFTER INSERT ON "dq""dq" BEGIN UPDATE "dq""dq" SET "dq""dq" = new."dq""dq" WHERE 0; END;
CREATE TABLE "back`tick"("back`tick" TEXT, "xback`tick" INTEGER REFERENCES "back`tick"("back`tick") CHECK("xback`tick" IS NOT 77));
CREATE UNIQUE INDEX "iback`tick" ON "back`tick"("back`tick") WHERE "xback`tick" > 0;
CREATE VIEW "vback`tick" AS SELECT "back`tick" FROM "back`tick";
CREATE TRIGGER "tback`tick" AFTER INSERT ON "back`tick" BEGIN UPDATE "back`tick" SET "back`tick" = new."back`tick" WHERE 0; END;
CREATE TABLE "[x]"("[x]" TEXT, "x[x]" INTEGER REFERENCES "[x]"("[x]") CHECK("x[x]" IS NOT 77));
CREATE UNIQUE INDEX "i[x]" ON "[x]"("[x]") WHERE "x[x]" > 0;
CREATE VIEW "v[x]" AS SELECT "[x]" FROM "[x]";
CREATE TRIGGER "t[x]" AFTER INSERT ON "[x]" BEGIN UPDATE "[x]" SET "[x]" = new."[x]" WHERE 0; END;
CREATE TABLE "new
line"("new
line" TEXT, "xnew
line" INTEGER REFERENCES "new
line"("new
line") CHECK("xnew
line" IS NOT 77));
CREATE UNIQUE INDEX "inew
line" ON "new
line"("new
line") WHERE "xnew
line" > 0;
CREATE VIEW "vnew
line" AS SELECT "new
line" FROM "new
line";
CREATE TRIGGER "tnew
line" AFTER INSERT ON "new
line" BEGIN UPDATE "new
line" SET "new
line" = new."new
line" WHERE 0; END;
CREATE TABLE "-- c"("-- c" TEXT, "x-- c" INTEGER REFERENCES "-- c"("-- c") CHECK("x-- c" IS NOT 77));
CREATE UNIQUE INDEX "i-- c" ON "-- c"("-- c") WHERE "x-- c" > 0;
CREATE VIEW "v-- c" AS SELECT "-- c" FROM "-- c";
CREATE TRIGGER "t-- c" AFTER INSERT ON "-- c" BEGIN UPDATE "-- c" SET "-- c" = new."-- c" WHERE 0; END;
CREATE TABLE "*/"("*/" TEXT, "x*/" INTEGER REFERENCES "*/"("*/") CHECK("x*/" IS NOT 77));
CREATE UNIQUE INDEX "i*/" ON "*/"("*/") WHERE "x*/" > 0;
CREATE VIEW "v*/" AS SELECT "*/" FROM "*/";
CREATE TRIGGER "t*/" AFTER INSERT ON "*/" BEGIN UPDATE "*/" SET "*/" = new."*/" WHERE 0; END;
CREATE TABLE "café"("café" TEXT, "xcafé" INTEGER REFERENCES "café"("café") CHECK("xcafé" IS NOT 77));
CREATE UNIQUE INDEX "icafé" ON "café"("café") WHERE "xcafé" > 0;
CREATE VIEW "vcafé" AS SELECT "café" FROM "café";
CREATE TRIGGER "tcafé" AFTER INSERT ON "café" BEGIN UPDATE "café" SET "café" = new."café" WHERE 0; END;
CREATE TABLE "😀"("😀" TEXT, "x😀" INTEGER REFERENCES "😀"("😀") CHECK("x😀" IS NOT 77));
CREATE UNIQUE INDEX "i😀" ON "😀"("😀") WHERE "x😀" > 0;
CREATE VIEW "v😀" AS SELECT "😀" FROM "😀";
CREATE TRIGGER "t😀" AFTER INSERT ON "😀" BEGIN UPDATE "😀" SET "😀" = new."😀" WHERE 0; END;
CREATE TABLE "semi;colon"("semi;colon" TEXT, "xsemi;colon" INTEGER REFERENCES "semi;colon"("semi;colon") CHECK("xsemi;colon" IS NOT 77));
CREATE UNIQUE INDEX "isemi;colon" ON "semi;colon"("semi;colon") WHERE "xsemi;colon" > 0;
CREATE VIEW "vsemi;colon" AS SELECT "semi;colon" FROM "semi;colon";
CREATE TRIGGER "tsemi;colon" AFTER INSERT ON "semi;colon" BEGIN UPDATE "semi;colon" SET "semi;colon" = new."semi;colon" WHERE 0; END;
CREATE TABLE "%s"("%s" TEXT, "x%s" INTEGER REFERENCES "%s"("%s") CHECK("x%s" IS NOT 77));
CREATE UNIQUE INDEX "i%s" ON "%s"("%s") WHERE "x%s" > 0;
CREATE VIEW "v%s" AS SELECT "%s" FROM "%s";
CREATE TRIGGER "t%s" AFTER INSERT ON "%s" BEGIN UPDATE "%s" SET "%s" = new."%s" WHERE 0; END;
