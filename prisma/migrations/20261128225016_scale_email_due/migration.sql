-- CreateIndex
CREATE INDEX CONCURRENTLY "Email_due_idx" ON "Email"("dueAt", "nextAttemptAt") WHERE (status IN ('waiting', 'sending'));
