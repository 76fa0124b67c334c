-- CreateIndex
CREATE INDEX CONCURRENTLY "AuditLog_action_at_idx" ON "AuditLog"("action", "at");
