-- migrate:up
SELECT 1 +-- ; minus
2; SELECT 3 */* ; */ 4; SELECT 5 @--; '
6; SELECT 7 - -8; SELECT 9 <--;
10; SELECT 1 +/*/ ; /*/; */ */ 2;
