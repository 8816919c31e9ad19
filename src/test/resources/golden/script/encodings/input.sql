-- migrate:up
SET client_encoding = 'LATIN1';
SET client_encoding TO UTF8;
SET NAMES 'SJIS';
SET NAMES 'utf-8';
SET NAMES unicode;
SET LOCAL client_encoding = win1252;
SELECT set_config('client_encoding', 'EUC_JP', false);
SET NAMES DEFAULT;
