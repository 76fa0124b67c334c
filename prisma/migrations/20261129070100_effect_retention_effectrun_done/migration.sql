-- CreateIndex
CREATE INDEX CONCURRENTLY "EffectRun_done_idx" ON "EffectRun"("finishedAt") WHERE (status = 'done');
