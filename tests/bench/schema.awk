# A snapshot of `tables` tables of 20 columns, as NDJSON.  With new=1 it is the
# schema one release later: in each twentieth table (or the `every`th) a column is
# renamed, one is retyped, one is added, one dropped and an index added; each
# hundredth table is another one.
#
#	awk -v tables=1000 -v new=1 -v every=20 -f schema.awk
function column(name, type, nullable, more) {
	return sprintf("%s{\"name\":\"%s\",\"type\":\"%s\",\"nullable\":%s%s}",
	    columns++ ? "," : "", name, type, nullable, more)
}
function index_on(name, on) {
	return sprintf("{\"name\":\"%s\",\"keys\":[{\"column\":\"%s\"}]}", name,
	    on)
}
BEGIN {
	if (!every)
		every = 20
	print "{\"record\":\"snapshot\",\"format\":1,\"dialect\":\"sqlite\"," \
	    "\"server\":\"3.40.1\"}"
	n = split("TEXT INTEGER NUMERIC VARCHAR(255) TIMESTAMP", types, " ")
	for (t = 0; t < tables; t++)
		table_record(t)
	print "{\"record\":\"end\"}"
}
function table_record(t,    name, touched, c, cname, type,
    columns_text) {
	touched = new && t % every == int(every / 3)
	name = sprintf("%s_%05d", new && t % 100 == 99 ? "another" : "table", t)
	columns = 0
	columns_text = column("id", "INTEGER", "false", "")
	for (c = 1; c < 19; c++) {
		if (touched && c == 18)
			continue
		cname = sprintf("%scolumn_%02d", touched && c == 5 ? "new_" : "",
		    c)
		type = touched && c == 7 ? "BLOB" : types[c % n + 1]
		columns_text = columns_text column(cname, type,
		    c % 3 ? "true" : "false",
		    c % 4 ? "" : ",\"default\":\"'some default text'\"")
	}
	columns_text = columns_text column("parent_id", "INTEGER", "true", "")
	if (touched)
		columns_text = columns_text \
		    column("added", "TEXT", "true", "")
	printf "{\"record\":\"table\",\"name\":\"%s\",\"columns\":[%s]", name,
	    columns_text
	printf ",\"primary_key\":{\"columns\":[\"id\"],\"rowid_alias\":true}"
	if (t)
		printf ",\"foreign_keys\":[{\"columns\":[\"parent_id\"]," \
		    "\"references\":{\"table\":\"table_00000\"," \
		    "\"columns\":[\"id\"]},\"on_delete\":\"CASCADE\"}]"
	printf ",\"indexes\":[%s", index_on(name "_parent", "parent_id")
	if (touched)
		printf ",%s", index_on(name "_added", "added")
	print "]}"
}
