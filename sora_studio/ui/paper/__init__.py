"""The film on paper: storyboards and contact sheets as PDF, and the dialog that asks how they should look."""
