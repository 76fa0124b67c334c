-- The kind is spelled like everything else, in its key, too.
UPDATE "Email" SET kind = 'canceled', key = 'canceled:' || substring(key FROM 11) WHERE kind = 'cancelled';
