-- The orders in which the console lists resources, roles, and who holds a role.
CREATE INDEX "resources_by_name" ON "resources" (lower("name"), "identifier");
CREATE INDEX "resources_by_creation" ON "resources" ("created_at", "identifier");
CREATE INDEX "roles_by_name" ON "roles" ("name", ("resource_identifier" || ' ' || "name"));
CREATE INDEX "roles_by_resource" ON "roles" ("resource_identifier", ("resource_identifier" || ' ' || "name"));
CREATE INDEX "user_roles_by_grant" ON "user_roles" ("resource_identifier", "role", "granted_at", "user_id");
