"""The staff roles. They are Django groups; these are the groups' names."""

ROLE_EDITOR = "编辑"
ROLE_REVIEWER = "审核"
ROLE_ADMINISTRATOR = "管理"

ROLES = (ROLE_EDITOR, ROLE_REVIEWER, ROLE_ADMINISTRATOR)
