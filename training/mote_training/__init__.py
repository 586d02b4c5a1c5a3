"""Training of the neural method: corpus, model, losses, schedule, evaluation."""
