//! The rules of signs, each as a sentence.
