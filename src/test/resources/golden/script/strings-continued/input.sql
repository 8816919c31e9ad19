-- migrate:up
SELECT E'a'
  'b\'c;'; SELECT 'a'
'b\'; SELECT E'a' -- why; not
  -- so
  '\';'; SELECT E'a' /* no continuation */
  'b\'; SELECT E'a' 'b\'; SELECT U&'a'

'b''c;'; SELECT 7;