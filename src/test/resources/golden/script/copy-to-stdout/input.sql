-- migrate:up
COPY a TO STDOUT;
COPY (SELECT x FROM b) TO stdin WITH (FORMAT csv);
