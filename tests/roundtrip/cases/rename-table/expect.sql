SELECT group_concat(name)='a+,b' FROM customer;
SELECT count(*)=2 FROM named;
SELECT count(*)=2 FROM orders;
SELECT "table"='customer' FROM pragma_foreign_key_list('orders');
