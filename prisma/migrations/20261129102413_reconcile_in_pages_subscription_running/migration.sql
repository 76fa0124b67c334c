-- CreateIndex
CREATE INDEX CONCURRENTLY "Subscription_running_idx" ON "Subscription"("provider", "mode", "createdAt") WHERE (status NOT IN ('ended', 'failed'));
