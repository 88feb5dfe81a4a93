//! The rules of hurts, each as a sentence.
