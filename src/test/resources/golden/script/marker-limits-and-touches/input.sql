-- migrate:up lock_timeout:2s lock_retry:0 touches:public.users,ref
ALTER TABLE public.users ADD COLUMN badge text;

-- migrate:down touches:public.users
ALTER TABLE public.users DROP COLUMN badge;
