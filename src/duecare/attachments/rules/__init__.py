"""Pure decisions: what is taken, what came of it, and the sentence for each refusal."""
