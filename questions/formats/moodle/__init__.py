"""What Moodle's formats share: texts in four ways of writing, weights, categories, media."""
