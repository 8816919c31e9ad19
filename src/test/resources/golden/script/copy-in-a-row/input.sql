-- migrate:up
COPY a FROM STDIN;
1
\.
COPY b FROM STDOUT (FORMAT text);
2
\.
COPY c(x) FROM STDIN WITH CSV;  
3
\.
