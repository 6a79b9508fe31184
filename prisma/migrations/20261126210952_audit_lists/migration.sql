-- CreateIndex
CREATE INDEX "audit_events_at_idx" ON "audit_events"("at");

-- CreateIndex
CREATE INDEX "audit_events_trace_id_idx" ON "audit_events"("trace_id");

-- CreateIndex
CREATE INDEX "audit_events_type_sequence_idx" ON "audit_events"("type", "sequence");

-- CreateIndex
CREATE INDEX "audit_events_actor_id_sequence_idx" ON "audit_events"("actor_id", "sequence");

-- CreateIndex
CREATE INDEX "audit_events_subject_id_sequence_idx" ON "audit_events"("subject_id", "sequence");

-- CreateIndex
CREATE INDEX "audit_events_client_id_sequence_idx" ON "audit_events"("client_id", "sequence");

-- CreateIndex
CREATE INDEX "audit_events_ip_address_sequence_idx" ON "audit_events"("ip_address", "sequence");

-- CreateIndex
CREATE INDEX "audit_events_outcome_sequence_idx" ON "audit_events"("outcome", "sequence");
