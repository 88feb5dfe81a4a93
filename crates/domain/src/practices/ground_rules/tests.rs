//! The rules of ground_rules, each as a sentence.
