-- CreateIndex
CREATE INDEX CONCURRENTLY "Operation_subject_idx" ON "Operation"("subject");
