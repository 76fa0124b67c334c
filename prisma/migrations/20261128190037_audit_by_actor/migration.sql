-- Alone in its file, because only then it runs outside a transaction and does not keep anybody from writing meanwhile.
CREATE INDEX CONCURRENTLY "AuditLog_actor_idx" ON "AuditLog"("actor");
