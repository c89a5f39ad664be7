"""Pure decisions of the vault: retention months, padding, what a value is bound to, when an opening holds."""
