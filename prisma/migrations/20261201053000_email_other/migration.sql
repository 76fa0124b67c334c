-- CreateIndex
CREATE INDEX CONCURRENTLY "Email_other_idx" ON "Email"("nextAttemptAt", "dueAt") WHERE (status IN ('waiting', 'sending') AND kind NOT IN ('trial-ending', 'renewing', 'card-expiring'));
