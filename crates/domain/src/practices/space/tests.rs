//! The rules of space, each as a sentence.
