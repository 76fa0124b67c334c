-- CreateIndex
CREATE INDEX CONCURRENTLY "Invitation_waiting_idx" ON "Invitation"("nextAttemptAt") WHERE (held AND "acceptedAt" IS NULL AND "revokedAt" IS NULL);
