-- CreateIndex
CREATE INDEX CONCURRENTLY "Email_notice_idx" ON "Email"("dueAt", "nextAttemptAt") WHERE (status IN ('waiting', 'sending') AND kind IN ('trial-ending', 'renewing', 'card-expiring'));
