-- migrate:up
SELECT U&'d\0061;\', u&'x'';' UESCAPE '!', U & 'x\'; SELECT B'01;', b'1', X'1F;', x'', N'n;\', n'a'; SELECT 3;
SELECT U&"d\0061;""x" FROM u&"y\"; SELECT U&y, U&E'\';'; SELECT 5;
