-- CreateIndex
CREATE INDEX CONCURRENTLY "EffectRun_due_idx" ON "EffectRun"("effect", "nextAttemptAt") WHERE (status IN ('waiting', 'running'));
