-- CreateIndex
CREATE INDEX CONCURRENTLY "Alert_detail_idx" ON "Alert" USING GIN ("detail");
