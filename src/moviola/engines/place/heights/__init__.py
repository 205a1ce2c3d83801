"""Sky and clouds: large skies over a low land, a sea, or the clouds themselves."""
