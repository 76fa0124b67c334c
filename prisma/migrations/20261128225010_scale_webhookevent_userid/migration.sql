-- CreateIndex
CREATE INDEX CONCURRENTLY "WebhookEvent_userId_idx" ON "WebhookEvent"("userId");
