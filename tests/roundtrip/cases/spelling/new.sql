create table [t](`id` integer not null, "a" varchar ( 20 ) default (1) /* UNIQUE */, b text null, -- CHECK(
 check ((B<>'x')), foreign key(B) references T(ID) on delete no action, primary key(ID asc) on conflict abort, unique(A asc));
create index I on T("a" asc) where ((b>1));
create view V as select /* x */ A from [t];
