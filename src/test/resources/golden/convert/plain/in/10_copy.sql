COPY drugs FROM stdin;
1
2
\.
