-- CreateIndex
CREATE INDEX CONCURRENTLY "Alert_key_prefix_idx" ON "Alert"("key" text_pattern_ops);
